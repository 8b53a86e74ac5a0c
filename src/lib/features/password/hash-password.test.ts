import { describe, expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './hash-password.js';

const wrong: [string, () => Promise<unknown>][] = [
	['hashPassword(undefined)', () => hashPassword(undefined as never)],
	['hashPassword({})', () => hashPassword({} as never)],
	['hashPassword(password, null)', () => hashPassword('correct horse', null as never)],
	['verifyPassword(hash, undefined)', () => verifyPassword(null, undefined as never)],
	['verifyPassword(undefined, password)', () => verifyPassword(undefined as never, 'a')],
	['verifyPassword(hash, password, null)', () => verifyPassword(null, 'a', null as never)]
];

describe('SE39 a wrong argument is refused by name', () => {
	test.each(wrong)('%s', async (_, call) => {
		await expect(call()).rejects.toMatchObject({
			code: 'ARGUMENT_INVALID',
			message: expect.stringContaining('Pass ')
		});
	});
});

test('what was hashed is verified, and nothing else', async () => {
	const hash = await hashPassword('correct horse');

	expect(await verifyPassword(hash, 'correct horse')).toBe(true);
	expect(await verifyPassword(hash, 'wrong horse')).toBe(false);
});
