import { scrypt as scryptWithCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const scrypt = promisify<string, string, number, object, Buffer>(scryptWithCallback);

/** What Lucia's `Scrypt` writes: `salt:key`; and its `LegacyScrypt`: `s2:salt:key`. */
const HASH = /^(?:s2:)?([0-9a-f]{32}):([0-9a-f]{128})$/;

/** Lucia's own. It takes 32 MB, which is where Node stops by default. */
const COST = { N: 16384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 };

/**
 * Is this a hash by Lucia's `Scrypt` or `LegacyScrypt`?
 *
 * @example
 * ```ts
 * isLuciaHash('$argon2id$v=19$m=19456,t=2,p=1$…'); // false
 * ```
 */
export function isLuciaHash(stored: string): boolean {
	return HASH.test(stored);
}

/**
 * Is this the password behind a hash of Lucia's? By Node's scrypt, for Lucia's blocks the event loop for 0.2 s.
 *
 * @param password normalised to NFKC, as Lucia does it too
 *
 * @example
 * ```ts
 * const ok = await verifyLuciaHash(stored, password);
 * ```
 */
export async function verifyLuciaHash(stored: string, password: string): Promise<boolean> {
	const [, salt, key] = HASH.exec(stored) ?? [];
	if (salt === undefined || key === undefined) return false;
	const expected = Buffer.from(key, 'hex');
	// The salt is taken as the text that it is written as.
	return timingSafeEqual(await scrypt(password, salt, expected.length, COST), expected);
}
