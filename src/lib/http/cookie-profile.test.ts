import { describe, expect, test } from 'vitest';
import { cookieProfile, whyRefused, type CookieSettings } from './cookie-profile.js';

const settings: CookieSettings = { name: 'session', secure: 'auto', sameSite: 'lax' };
const profile = (url: string, chosen: Partial<CookieSettings> = {}) =>
	cookieProfile({ ...settings, ...chosen }, new URL(url));

const HARDENED = {
	name: '__Host-session',
	attributes: { path: '/', httpOnly: true, secure: true, sameSite: 'lax' }
};
const LOCAL = {
	name: 'session',
	attributes: { path: '/', httpOnly: true, secure: false, sameSite: 'lax' }
};

describe('CK1: __Host-, Secure, HttpOnly, Path=/, SameSite=Lax and no Domain', () => {
	test.each([
		'https://app.example/',
		'https://app.example:8443/',
		'https://localhost/',
		'https://127.0.0.1/',
		// Plain http, but on no machine of one's own.
		'http://app.example/',
		'http://192.168.0.10/',
		'http://10.127.0.1/',
		'http://127.0.0.1.evil.example/',
		'http://localhost.evil.example/',
		'http://evil-localhost/',
		'http://[::2]/',
		'http://[::ffff:127.0.0.1]/'
	])('%s', (url) => {
		expect(profile(url)).toStrictEqual(HARDENED);
	});
});

describe('CK2: on plain-http localhost neither prefix nor Secure, the rest alike', () => {
	test.each([
		'http://localhost/',
		'http://localhost:5173/',
		'http://LOCALHOST:5173/',
		'http://app.localhost:5173/',
		'http://127.0.0.1:5173/',
		'http://127.8.8.8/',
		'http://[::1]:5173/'
	])('%s', (url) => {
		expect(profile(url)).toStrictEqual(LOCAL);
	});
});

test('CK3: with a base path, and on every page, still Path=/', () => {
	expect(profile('https://app.example/base/account?/signout').attributes.path).toBe('/');
});

test('SO3: one origin has one name and one set of attributes, whatever the page', () => {
	expect(profile('https://app.example/account?a=b#c')).toEqual(profile('https://app.example/'));
});

test('a shared domain costs the __Host- prefix and gets __Secure-', () => {
	expect(profile('https://app.example/', { domain: 'app.example' })).toStrictEqual({
		name: '__Secure-session',
		attributes: { ...HARDENED.attributes, domain: 'app.example' }
	});
});

test('secure: true hardens localhost as well', () => {
	expect(profile('http://localhost:5173/', { secure: true })).toStrictEqual(HARDENED);
});

test('secure: false takes prefix and Secure away everywhere, and nothing else', () => {
	expect(profile('https://app.example/', { secure: false })).toStrictEqual(LOCAL);
	expect(profile('http://app.example/', { secure: false, domain: 'app.example' })).toStrictEqual({
		name: 'session',
		attributes: { ...LOCAL.attributes, domain: 'app.example' }
	});
});

test('sameSite: strict is passed on', () => {
	expect(profile('https://app.example/', { sameSite: 'strict' }).attributes.sameSite).toBe(
		'strict'
	);
});

describe('it is known which cookie a browser refuses', () => {
	test.each([
		['http://app.example/', {}, 'insecure'],
		['http://192.168.0.10/', {}, 'insecure'],
		['https://app.example/', {}, null],
		['http://app.example/', { secure: false }, null],
		['http://localhost:5173/', {}, null],
		['http://127.0.0.1/', { secure: true }, null]
	] as const)(
		'Secure over plain http, but for localhost: %s with %j: %s',
		(url, chosen, reason) => {
			expect(whyRefused(profile(url, chosen), new URL(url))).toBe(reason);
		}
	);

	test.each([
		['http://localhost:5173/', 'example.com', 'domain'],
		['https://example.org/', 'example.com', 'domain'],
		['https://notexample.com/', 'example.com', 'domain'],
		['https://com/', 'example.com', 'domain'],
		['https://example.com/', 'example.com', null],
		['https://example.com/', '.example.com', null],
		['https://EXAMPLE.com/', 'Example.com', null],
		['https://app.example.com/', 'example.com', null],
		['https://a.b.example.com/', '.example.com', null]
	] as const)('SE7: of another domain: %s with the domain %s: %s', (url, domain, reason) => {
		expect(whyRefused(profile(url, { domain }), new URL(url))).toBe(reason);
	});
});
