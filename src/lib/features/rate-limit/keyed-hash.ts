import { createHmac, timingSafeEqual } from 'node:crypto';

/** Hashes with a key: see {@link createKeyedHash}. */
export type KeyedHash = (purpose: string, value: string) => string;

/**
 * Creates the function that turns an email or an address into the key of a count. All instances of an app have to hash
 * alike, or each counts for itself.
 *
 * @param secret known to the app only
 *
 * @example
 * ```ts
 * createKeyedHash(secret)('account', 'ann@example.com'); // 22 characters
 * ```
 */
export function createKeyedHash(secret: string): KeyedHash {
	return (purpose, value) =>
		createHmac('sha256', secret)
			.update(`svelte-guardian rate limit\0${purpose}\0${value}`)
			.digest()
			.subarray(0, 16)
			.toString('base64url');
}

/**
 * Whether two hashes are the same. The time tells nothing of where they differ.
 *
 * @example
 * ```ts
 * isSameHash(hash('device', 'a'), sent); // false
 * ```
 */
export function isSameHash(one: string, other: string): boolean {
	const [a, b] = [Buffer.from(one), Buffer.from(other)];
	return a.length === b.length && timingSafeEqual(a, b);
}
