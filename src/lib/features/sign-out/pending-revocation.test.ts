import { describe, expect, test } from 'vitest';
import {
	readPendingRevocation,
	writePendingRevocation,
	type PendingRevocation
} from './pending-revocation.js';
import { createToken, hashToken } from '../../sessions/session-token.js';

const pending = (scope: PendingRevocation['scope'] = 'current'): PendingRevocation => ({
	key: hashToken(createToken()),
	scope,
	requestedAt: new Date(1_764_000_000_000)
});

describe('a revocation pending', () => {
	test.each(['current', 'all'] as const)(
		'for %s comes back from a cookie as it was written',
		(scope) => {
			const written = pending(scope);
			expect(readPendingRevocation(writePendingRevocation(written))).toEqual(written);
		}
	);

	test('of a row of Lucia’s names the row, which cannot be found by a hash', () => {
		const plain = '6c4hv5bjuihgcfbtzuhnvtjsbb7ovr4vbxwyoxkx';
		const written = { ...pending(), key: hashToken(plain), plain };
		expect(readPendingRevocation(writePendingRevocation(written))).toEqual(written);
	});

	test('uses only characters that a cookie carries as they are', () => {
		expect(writePendingRevocation(pending())).toMatch(/^[\w.]+$/);
	});

	const hash = 'a'.repeat(64);
	test.each([
		'',
		'garbage',
		`${hash}.current`,
		`${hash}.others.1764000000000`,
		`${hash.toUpperCase()}.current.1764000000000`,
		`${'a'.repeat(63)}.current.1764000000000`,
		`${hash}.current.-1`,
		`${hash}.current.9999999999999999`,
		`${hash}.current.1764000000000\n`,
		`${hash}.current.1764000000000~${hash}.current.1764000000000`
	])('is none where the cookie holds %j', (value) => {
		expect(readPendingRevocation(value)).toBeNull();
	});
});
