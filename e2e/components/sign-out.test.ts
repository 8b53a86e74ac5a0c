import { stringify } from 'devalue';
import { flushSync, mount, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
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
		['a failure of the app’s own', action('failure', { field: 'a' }, 400), unexpected],
		['an error', '{"type":"error","error":{"message":"Oh"}}', unexpected],
		['a page', html, unexpected],
		['nothing', '', unexpected],
		['other JSON', '[1]', unexpected]
	])('%s', async (_, text, expected) => {
		answer(text);
		expect(await press()).toMatchObject(expected);
	});

	const foreign = [
		['a redirect', '{"type":"redirect","status":303,"location":"/bye"}', { ok: true, url: '/bye' }],
		['a success of the app’s own', action('success', { at: new Date(0) }), { ok: true, url: '' }],
		['a success with nothing', action('success', undefined), { ok: true, url: '' }],
		['data that is cut off', '{"type":"success","status":200,"data":"[{"}', { ok: true, url: '' }]
	] as const;
	/** Answers the form with this, and the check whether the browser is signed out with that. */
	const answers = (text: string, check: () => Response) =>
		fetched.mockImplementation(async (url) =>
			String(url).includes('/sign-out/session') ? check() : new Response(text)
		);
	const CHECKS: [string, () => Response, boolean][] = [
		['is signed out', () => Response.json({ same: true }), true],
		['is still signed in', () => Response.json({ same: false }), false],
		['cannot be asked about', () => new Response('', { status: 503 }), false],
		['leads elsewhere, too', () => new Response(html), false]
	];

	describe.each(CHECKS)('and the browser %s', (_, check, isSignedOut) => {
		test.each(foreign)('%s that is not the kit’s', async (_, text, expected) => {
			answers(text, check);
			const outcome = isSignedOut ? { ...expected, signedOut: true } : unexpected;
			expect(await press()).toMatchObject(outcome);
		});
	});

	test.each([{ scope: 'others' }, { sessionId: 'phone' }])(
		'a redirect that is not the kit’s says nothing of %o',
		async (props) => {
			answers(foreign[0][1], () => Response.json({ same: true }));
			expect(await press(props)).toMatchObject(unexpected);
		}
	);

	test('no connection', async () => {
		fetched.mockRejectedValue(new TypeError('Failed to fetch'));
		expect(await press()).toMatchObject({ ok: false, code: 'OFFLINE' });
	});

	test.each([
		['no answer', () => new Promise<Response>(() => {})],
		['an answer that never ends', async () => new Response(new ReadableStream())]
	])('%s within a minute', async (_, respond) => {
		// What is needed then is loaded first: a clock that stands still loads nothing.
		answer(action('success', { signOut: signedOut }));
		await signOut();
		fetched.mockImplementation(respond);
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		onTestFinished(() => void vi.useRealTimers());
		const result = signOut();
		// Also a module that is loaded already comes only a while later in a browser: until then no time is counted.
		await vi.waitUntil(() => vi.getTimerCount() > 0, WAIT);
		await vi.advanceTimersByTimeAsync(61_000);
		expect(await result).toMatchObject({ ok: false, code: 'OFFLINE' });
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

	test('one that can be aborted shares no request', async () => {
		fetched.mockImplementation(
			(_, init) =>
				new Promise((resolve, reject) => {
					init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
					const text = action('success', { signOut: signedOut });
					setTimeout(() => resolve(new Response(text)), 200);
				})
		);
		const stop = new AbortController();
		const { signal } = stop;
		const results = [signOut({ signal }), signOut(), signOut({ signal: AbortSignal.any([]) })];
		stop.abort();
		expect(await results[0]).toMatchObject({ ok: false, code: 'ABORTED' });
		for (const one of results.slice(1)) expect(await one).toMatchObject(signedOut);
		expect(fetched).toHaveBeenCalledTimes(3);
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
