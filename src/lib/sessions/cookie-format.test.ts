import { describe, expect, test } from 'vitest';
import { readCookieHeader } from '../http/cookie-header.js';
import { readSessionCookies, sessionCookieName } from './cookie-format.js';
import { createToken, hashToken } from './session-token.js';

const BASE = '__Host-session';
const token = createToken();
const name = sessionCookieName(BASE, token);

describe('SE4: a cookie counts only under the exact name that the browser vouches for', () => {
	// What a subdomain can set, for none of it begins with `__Host-` to a browser. SvelteKit 2 trims the first ones.
	const lookalikes = ['\xA0', '\x0B', '\x0C', '\u2003', '\uFEFF', 'x', '"', '\x01'];
	test.each(lookalikes)('%j in front of the name is another name', (prefix) => {
		expect(readSessionCookies(`${prefix}${name}=${token}`, BASE)).toEqual([]);
		expect(readSessionCookies(`a=b; ${prefix}${name}=${token}; c=d`, BASE)).toEqual([]);
	});

	test.each(lookalikes)(
		'%j behind the name, or around the value, is another cookie',
		(character) => {
			expect(readSessionCookies(`${name}${character}=${token}`, BASE)).toEqual([]);
			expect(readSessionCookies(`${name}=${character}${token}`, BASE)).toEqual([]);
			expect(readSessionCookies(`${name}=${token}${character}`, BASE)).toEqual([]);
		}
	);

	test.each([name.toUpperCase(), name.toLowerCase(), encodeURIComponent(name) + '%20'])(
		'%s is another name',
		(other) => {
			expect(readSessionCookies(`${other}=${token}`, BASE)).toEqual([]);
		}
	);

	test('space and tab, which browsers and proxies put between cookies, do not matter', () => {
		expect(readSessionCookies(`a=b;\t ${name} =\t${token} ;c=d`, BASE)).toEqual([{ name, token }]);
	});
});

describe('SE33: each session has a cookie of its own', () => {
	test('two tokens have two names', () => {
		expect(sessionCookieName(BASE, createToken())).not.toBe(name);
	});

	test('the name says nothing that opens anything', () => {
		expect(name).toBe(`${BASE}_${hashToken(token).slice(0, 12)}`);
	});

	test('several are read in the order in which they were sent, each once', () => {
		const other = createToken();
		const others = sessionCookieName(BASE, other);
		const header = `${name}=${token}; ${others}=${other}; ${name}=${token}`;
		expect(readSessionCookies(header, BASE)).toEqual([
			{ name, token },
			{ name: others, token: other }
		]);
	});

	test('what is not named after its own value is not one of ours', () => {
		const other = createToken();
		for (const header of [
			`${name}=${other}`,
			`${BASE}=${token}`,
			`${BASE}_=${token}`,
			`${name}x=${token}`,
			`${name}="${token}"`,
			`${name}=`,
			name,
			`${name}=${token}=`
		]) {
			expect(readSessionCookies(header, BASE), header).toEqual([]);
		}
	});

	test('one planted in front of ours under the same name hides nothing', () => {
		expect(readSessionCookies(`${name}=${createToken()}; ${name}=${token}`, BASE)).toEqual([
			{ name, token }
		]);
	});
});

test('SE3: 4,000 cookies are read in a moment', () => {
	const header = Array.from({ length: 4000 }, () => `${name}=${createToken()}`).join('; ');
	// The fastest of several: other programs may hold up any one of them.
	const times = Array.from({ length: 5 }, () => {
		const start = performance.now();
		expect(readSessionCookies(header, BASE)).toEqual([]);
		return performance.now() - start;
	});
	expect(Math.min(...times)).toBeLessThan(50);
});

test('no header, no cookies', () => {
	expect(readCookieHeader(null, BASE)).toEqual([]);
	expect(readCookieHeader('', BASE)).toEqual([]);
});
