import { describe, expect, test } from 'vitest';
import { createSealing } from '../../sealing/sealing.js';
import { sealOwner } from '../../sessions/session-owner.js';
import { createToken, hashToken } from '../../sessions/session-token.js';
import {
	openPendingRevocation,
	sealPendingRevocation,
	writeUnsealed,
	type PendingRevocation
} from './pending-revocation.js';

const sealing = createSealing(async () => ['a secret of at least 32 characters']);
const lifetime = { absolute: 60 };
const pending = (scope: PendingRevocation['scope'] = 'current'): PendingRevocation => ({
	key: hashToken(createToken()),
	scope,
	requestedAt: new Date(1_764_000_000_000)
});

describe('a pending revocation', () => {
	test.each([
		pending(),
		{ ...pending('all'), userId: 'ann' },
		{ ...pending(), plain: '6c4hv5bjuihgcfbtzuhnvtjsbb7ovr4vbxwyoxkx' }
	])('comes back from a cookie as it was written: %j', async (written) => {
		const value = await sealPendingRevocation(sealing, written, 60);
		expect(value).toMatch(/^[\w.-]+$/);
		expect(value).not.toContain(written.key);
		expect(await openPendingRevocation(sealing, value)).toEqual(written);
	});

	test('is written without the secret beside the sealed owner, and then names no user', async () => {
		const { key, ...wanted } = pending('all');
		const owner = await sealOwner({ sealing, lifetime }, { key, userId: 'ann' });
		const value = writeUnsealed(owner!, wanted);
		expect(value).toMatch(/^[\w.~-]+$/);
		expect(await openPendingRevocation(sealing, value)).toEqual({ key, ...wanted });
	});

	const hash = 'a'.repeat(64);
	test.each([
		'',
		'garbage',
		// As versions before 0.2 wrote it: whoever reads the table could.
		`${hash}.current.1764000000000`,
		`${hash}.all.1764000000000`,
		`${hash}~all~1764000000000`
	])('is none where the cookie holds %j', async (value) => {
		expect(await openPendingRevocation(sealing, value)).toBeNull();
	});

	test('is none where an owner stands alone, or with a scope that is not one', async () => {
		const owner = await sealOwner({ sealing, lifetime }, { key: hash, userId: 'ann' });
		for (const value of [
			`${owner}`,
			`${owner}~others~1`,
			`${owner}~all~-1`,
			`${owner}~all~1~all~1`
		]) {
			expect(await openPendingRevocation(sealing, value)).toBeNull();
		}
	});
});
