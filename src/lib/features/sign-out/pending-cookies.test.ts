import { expect, test } from 'vitest';
import { readSessionCookies, sessionCookieName } from '../../sessions/session-cookie.js';
import { createToken, hashToken } from '../../sessions/session-token.js';
import { pendingCookieName, readPendingCookies } from './pending-cookies.js';
import { writePendingRevocation } from './pending-revocation.js';

const BASE = '__Host-session';
const token = createToken();
const name = sessionCookieName(BASE, token);

test('a pending sign-out is not taken for a session, nor the reverse', () => {
	const pending = { key: hashToken(token), scope: 'all', requestedAt: new Date(1) } as const;
	const header = `${pendingCookieName(`${BASE}_pending`, pending)}=${writePendingRevocation(pending)}`;
	expect(readPendingCookies(header, `${BASE}_pending`)).toEqual([pending]);
	expect(readSessionCookies(header, BASE)).toEqual([]);
	expect(readPendingCookies(`${name}=${token}`, `${BASE}_pending`)).toEqual([]);
});

test('the pending sign-outs of one session have two names, by their scope', () => {
	const key = hashToken(token);
	const names = (['current', 'all'] as const).map((scope) =>
		pendingCookieName(BASE, { scope, key })
	);
	expect(new Set(names).size).toBe(2);
});
