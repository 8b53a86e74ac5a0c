import { stringify } from 'devalue';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';

const outcome = { ok: true, signedOut: true, url: '/', revoked: 1 };
const answer = { type: 'success', status: 200, data: stringify({ signOut: outcome }) };

/** In milliseconds: what a click needs is compiled when it is first asked for. */
const WAIT = 20_000;

const nothing = () => {};
const throws = () => {
	throw new Error('There is no app.');
};
const rejects = async () => throws();

/** What stands for SvelteKit's modules in tests of components; where a function is missing, so is its export. */
const DOUBLES: [string, Record<string, object>][] = [
	['forms that answer nothing', { '$app/forms': { deserialize: nothing, applyAction: nothing } }],
	['forms that throw', { '$app/forms': { deserialize: throws, applyAction: rejects } }],
	['navigation that does nothing', { '$app/navigation': navigation(nothing, nothing) }],
	['navigation that throws', { '$app/navigation': navigation(throws, nothing) }],
	[
		'navigation that calls back at once, with nothing',
		{ '$app/navigation': navigation(nothing, (callback: () => void) => callback()) }
	],
	[
		'a page with an address and data',
		state({ url: new URL('http://localhost/account'), data: {} })
	],
	['a page with nothing', state({})],
	['a page with null', state({ url: null, data: null, form: null, route: null, state: null })],
	[
		'a page as SvelteKit begins with',
		state({ url: new URL('a:'), data: {}, form: null, route: { id: null }, status: -1, state: {} })
	],
	['a browser that says it is none', { '$app/environment': { browser: false, building: true } }],
	['an environment that is null', { '$app/environment': { browser: null, building: null } }],
	['paths that answer what they get', { '$app/paths': { resolve: (path: string) => path } }]
];

function state(page: object) {
	return { '$app/state': { page } };
}

function navigation(act: () => unknown, listen: unknown) {
	const acts = ['goto', 'invalidate', 'invalidateAll', 'pushState', 'replaceState'];
	return {
		...Object.fromEntries(acts.map((name) => [name, act])),
		afterNavigate: listen,
		beforeNavigate: nothing
	};
}

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

describe('FR19: a click on the button has a truthful result with', () => {
	test.each(DOUBLES)('%s', async (_, modules) => {
		for (const [name, exports] of Object.entries(modules)) vi.doMock(name, () => exports);
		onTestFinished(() => Object.keys(modules).forEach((name) => vi.doUnmock(name)));
		const { flushSync, mount, unmount } = await import('svelte');
		const { SessionSync, SignOutButton } = await import('svelte-guardian/client');
		vi.stubGlobal('fetch', async () => Response.json(answer));
		const told = vi.fn();
		const target = document.createElement('div');
		document.body.append(target);
		const button = mount(SignOutButton, { target, props: { onSignedOut: told, onError: told } });
		const sync = mount(SessionSync, { target, props: { user: { id: 'ann' } } });
		onTestFinished(async () => void (await Promise.all([unmount(button), unmount(sync)])));
		flushSync();
		const { href } = location;
		target.querySelector('button')!.click();
		await vi.waitFor(() => expect(told).toHaveBeenCalledExactlyOnceWith(outcome), WAIT);
		expect(location.href).toBe(href);
	});
});
