import { stringify } from 'devalue';
import { flushSync, mount, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { onSignOut, SessionSync, signOut, SignOutButton } from 'svelte-guardian/client';

/** In milliseconds: what a click needs is compiled when it is first asked for. */
const WAIT = 20_000;

const html = '<!doctype html><title>Not found</title>';
const action = (type: string, data: unknown, status = 200) =>
	JSON.stringify({ type, status, data: stringify(data) });
const signedOut = { ok: true, signedOut: true, url: '/', revoked: 1 };
const down = {
	...{ ok: false, code: 'DATABASE_DOWN', error: 'Try again later.', signedOut: false }
};

let mounted: object[] = [];
function render<Props extends Record<string, unknown>>(component: Component<Props>, props: Props) {
	const one = mount(component, { target: document.body, props });
	mounted.push(one);
	flushSync();
}

const fetched = vi.fn<typeof fetch>();
const answer = (text: string) => fetched.mockImplementation(async () => new Response(text));
const button = () => document.querySelector<HTMLButtonElement>('.guardian-sign-out button')!;

let href: string;
beforeEach(() => {
	href = location.href;
	vi.stubGlobal('fetch', fetched);
});
afterEach(async () => {
	await Promise.all(mounted.map((one) => unmount(one)));
	mounted = [];
	fetched.mockReset();
	vi.unstubAllGlobals();
	// A page that is left takes the test with it.
	expect(location.href).toBe(href);
});

/** Clicks the button and waits for the result. */
async function press(props: Record<string, unknown> = {}) {
	const told = vi.fn();
	render(SignOutButton as Component<Record<string, unknown>>, {
		...{ onSignedOut: told, onError: told },
		...props
	});
	button().click();
	await vi.waitFor(() => expect(told).toHaveBeenCalledOnce(), WAIT);
	return told.mock.calls[0]![0];
}

const unexpected = { ok: false, code: 'UNEXPECTED_RESPONSE', signedOut: false };

describe('FR19: where no app runs, a click on the button has the result that the answer says', () => {
	test.each([
		['a success', action('success', { signOut: signedOut }), signedOut],
		['a failure', action('failure', { signOut: down }, 503), down],
		['a redirect', '{"type":"redirect","status":303,"location":"/bye"}', { ok: true, url: '/bye' }],
		['a success of the app’s own', action('success', { at: new Date(0) }), { ok: true }],
		['a success with nothing', action('success', undefined), { ok: true }],
		['a failure of the app’s own', action('failure', { field: 'a' }, 400), unexpected],
		['an error', '{"type":"error","error":{"message":"Oh"}}', unexpected],
		['a page', html, unexpected],
		['nothing', '', unexpected],
		['other JSON', '[1]', unexpected],
		['data that is cut off', '{"type":"success","status":200,"data":"[{"}', { ok: true }]
	])('%s', async (_, text, expected) => {
		answer(text);
		expect(await press()).toMatchObject(expected);
	});

	test('no connection', async () => {
		fetched.mockRejectedValue(new TypeError('Failed to fetch'));
		expect(await press()).toMatchObject({ ok: false, code: 'OFFLINE' });
	});
});

describe('FR19: where no app runs, every way to sign out ends, and leaves the page where it is', () => {
	test.each([
		[{}, signedOut],
		[{ redirect: false }, signedOut],
		[{ callbackUrl: '/goodbye' }, { ...signedOut, url: '/goodbye' }],
		[{ scope: 'all' }, signedOut],
		[{ scope: 'others' }, { ...signedOut, signedOut: false }],
		[
			{ scope: 'others', callbackUrl: '/devices' },
			{ ...signedOut, signedOut: false, url: '/devices' }
		],
		[{ sessionId: 'other' }, { ...signedOut, signedOut: false, revoked: 0 }],
		[{ action: '/account?/leave' }, signedOut]
	] as const)('%o', async (props, outcome) => {
		answer(action('success', { signOut: outcome }));
		const cleanup = vi.fn();
		const stop = onSignOut(cleanup);
		expect(await press(props)).toMatchObject(outcome);
		stop();
		expect(cleanup).toHaveBeenCalledTimes(outcome.signedOut ? 1 : 0);
		const [url, init] = fetched.mock.calls[0]!;
		const expected = new URL('action' in props ? props.action : '?/signout', href);
		expect(String(url).startsWith(expected.href), String(url)).toBe(true);
		expect(init?.method).toBe('POST');
		expect(document.body.textContent).toContain('Sign out');
	});

	test('signOut()', async () => {
		answer(action('success', { signOut: signedOut }));
		expect(await signOut()).toMatchObject(signedOut);
	});

	test('with SessionSync beside it', async () => {
		answer(action('success', { signOut: signedOut }));
		for (const user of [{ id: 'ann' }, null]) render(SessionSync, { user });
		expect(await press()).toMatchObject(signedOut);
	});

	test('the button asks first', async ({ skip }) => {
		skip(!HTMLDialogElement.prototype.showModal, 'jsdom has no modal dialogs');
		answer(action('success', { signOut: signedOut }));
		const result = press({ confirm: true });
		const yes = await vi.waitUntil(
			() => document.querySelector<HTMLButtonElement>('.guardian-sign-out-dialog [value=yes]'),
			WAIT
		);
		await vi.waitFor(() => expect(yes.closest('dialog')!.open).toBe(true), WAIT);
		expect(fetched).not.toHaveBeenCalled();
		yes.click();
		expect(await result).toMatchObject(signedOut);
	});
});

test.each([
	['the server knows the user', { same: true }],
	['the server knows somebody else', { same: false }]
])('FR19: where no app runs, SessionSync stays quiet, and %s', async (_, body) => {
	fetched.mockImplementation(async () => Response.json(body));
	for (const user of [{ id: 'ann' }, null]) {
		render(SessionSync, { user, interval: 0 });
		document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
	}
	await vi.waitFor(() => expect(fetched).toHaveBeenCalled(), WAIT);
});
