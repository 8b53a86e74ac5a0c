import { expect, test } from 'vitest';
import { readSessionCookies } from '../../sessions/cookie-format.js';
import { pendingCookieName } from './pending-cookies.js';

const BASE = '__Host-session';

test('a pending sign-out is not taken for a session', () => {
	const value = 'a'.repeat(43);
	const header = `${pendingCookieName(`${BASE}_pending`, 'all', value)}=${value}`;
	expect(readSessionCookies(header, BASE)).toEqual([]);
});

test('SE11: each pending sign-out has a name of its own, by its scope and all that it holds', () => {
	const names = (['current', 'all'] as const).flatMap((scope) =>
		['one', 'two'].map((value) => pendingCookieName(BASE, scope, value))
	);
	expect(new Set(names).size).toBe(4);
});
