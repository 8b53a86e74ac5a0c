import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, test } from 'vitest';
import { PAGE_RULES } from '../options-schema.js';
import { createAppPaths } from './app-paths.js';
import { COOKIE_CHECK, createCookieCheck, createAfterSignInUrl } from './cookie-check.js';
import type { CookieSettings } from './cookie-profile.js';
import { createRequests } from './request-auth.js';

const pages = { signIn: '/signin', signOut: '/signout', afterSignIn: '/start', afterSignOut: '/' };
const CHECK = '/base/_guardian/cookie/check';

const defaults: CookieSettings = { name: 'session', secure: 'auto', sameSite: 'lax' };
const optionsWith = (cookie: Partial<CookieSettings>) => ({
	cookie: { ...defaults, ...cookie },
	paths: createAppPaths('/base', pages, PAGE_RULES),
	withBasePath: (path: string) => `/base${path}`
});

/** A request to this address, with these cookies. */
function ask(address: string, sent: Record<string, string> = {}) {
	const url = new URL(address);
	const set: Record<string, object> = {};
	const cookies = {
		get: (name: string) => sent[name],
		set: (name: string, _: string, attributes: object) => void (set[name] = attributes)
	};
	const event = { url, cookies, locals: {}, request: new Request(url) } as unknown as RequestEvent;
	return { event, set };
}

const REFUSED: [string, Partial<CookieSettings>][] = [
	['http://192.168.0.2:5173', {}],
	['http://[fd00::2]', {}],
	['http://shop.test', {}],
	['http://shop.test', { secure: true }],
	['https://other.test', { domain: 'shop.test' }],
	['http://localhost:5173', { domain: 'shop.test', secure: false }]
];
const ACCEPTED: [string, Partial<CookieSettings>][] = [
	['https://shop.test', {}],
	['http://localhost:5173', {}],
	['http://127.0.0.1', { secure: true }],
	['http://192.168.0.2', { secure: false }],
	['https://eu.shop.test', { domain: 'shop.test' }]
];

describe('FR23: a sign-in leads to the check where a browser probably refuses the cookie', () => {
	test.each(REFUSED)('%s, %o', (origin, cookie) => {
		const { event, set } = ask(`${origin}/base/signin`);
		const state = createRequests().open(event);
		const signedIn = createAfterSignInUrl(optionsWith(cookie));
		expect(signedIn(state, '/base/account?tab=a')).toBe(
			`${CHECK}?callbackUrl=%2Fbase%2Faccount%3Ftab%3Da`
		);
		expect(signedIn(state, 'https://evil.example/')).toBe(`${CHECK}?callbackUrl=%2Fbase%2Fstart`);
		expect(set).toEqual({
			guardian_cookie_probe: { path: '/base/_guardian', secure: false, maxAge: 3600 }
		});
	});
});

test.each(ACCEPTED)('FR23: at %s, %o nothing changes', (origin, cookie) => {
	const { event, set } = ask(`${origin}/base/signin`);
	const state = createRequests().open(event);
	const signedIn = createAfterSignInUrl(optionsWith(cookie));
	expect(signedIn(state, '/base/account')).toBe('/base/account');
	expect(signedIn(state, undefined)).toBe('/base/start');
	expect(set).toEqual({});
});

/** What the check answers: where it leads, or what it says. */
function check(
	address: string,
	{ cookie = {}, hasSession = false, sent = {} }: CheckCase = {}
): { to: string | null } | { status: number; says: string } {
	const requests = createRequests<unknown>();
	const { event } = ask(address, sent);
	requests.open(event);
	const options = { ...optionsWith(cookie), requests, hasSession: () => hasSession };
	try {
		const response = createCookieCheck(options).answer(event) as Response;
		expect(response.status).toBe(303);
		return { to: response.headers.get('location') };
	} catch (thrown) {
		const { status, body } = thrown as { status: number; body: { message: string } };
		return { status, says: body.message };
	}
}
interface CheckCase {
	cookie?: Partial<CookieSettings>;
	hasSession?: boolean;
	sent?: Record<string, string>;
}

describe('FR23: the check', () => {
	test.each([...REFUSED, ...ACCEPTED])('at %s, %o goes on with a cookie', (origin, cookie) => {
		const address = `${origin}${CHECK}?callbackUrl=/base/account`;
		expect(check(address, { cookie, hasSession: true })).toEqual({ to: '/base/account' });
	});

	test.each(ACCEPTED)('at %s, %o goes on also without one', (origin, cookie) => {
		const address = `${origin}${CHECK}?callbackUrl=/base/account`;
		expect(check(address, { cookie })).toEqual({ to: '/base/account' });
	});

	test.each([
		'https://evil.example/',
		'//evil.example',
		'/\\evil.example',
		'/elsewhere',
		'javascript:alert(1)',
		'/base/%0d%0aset-cookie:a=b',
		''
	])('leads nowhere else: %s', (callbackUrl) => {
		const query = new URLSearchParams({ callbackUrl });
		for (const [origin] of [...REFUSED, ...ACCEPTED]) {
			const address = `${origin}${CHECK}?${query}`;
			expect(check(address, { hasSession: true })).toEqual({ to: '/base/start' });
		}
	});

	const probed = { guardian_cookie_probe: '1' };
	test.each(REFUSED)('at %s, %o says in development what to change', (origin, cookie) => {
		const { says } = check(`${origin}${CHECK}`, { cookie, sent: probed }) as { says: string };
		expect(says).toMatch(
			/^You have signed in, but your browser did not keep the cookie of this site/
		);
		expect(says).toContain(cookie.domain ? '`cookie.domain` is "shop.test"' : `is at ${origin}`);
	});

	test('says where the browser keeps no cookies at all', () => {
		expect(check(`http://shop.test${CHECK}`)).toMatchObject({
			status: 400,
			says: expect.stringContaining('Allow cookies for this site and sign in again.')
		});
	});

	test('says nothing of what it was sent', () => {
		const address = `http://shop.test${CHECK}?callbackUrl=/base/secret&a=secret#secret`;
		expect(JSON.stringify(check(address, { sent: { session: 'secret' } }))).not.toContain('secret');
	});

	test('needs nobody to be looked up', () => {
		const requests = createRequests();
		expect(createCookieCheck({ ...optionsWith({}), requests, hasSession: () => true }).isLazy).toBe(
			true
		);
		expect(COOKIE_CHECK).toMatch(/^\/_guardian\//);
	});
});
