import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { StoreError } from '../../database/query.js';
import type { Sealing } from '../../sealing/sealing.js';

/** Hashes with a key that only the app knows. */
export type KeyedHash = (purpose: string, value: string) => string;

/**
 * Creates the function that gets the keyed hash of an app. All instances hash alike, so that they share the counts. Where the
 * secret cannot be read from the database, a key of this process stands in: then the counts are in its memory anyhow.
 *
 * @example
 * ```ts
 * const loadHash = createKeyedHash(context.sealing);
 * const hash = await loadHash();
 * hash('account', 'ann@example.com'); // 22 characters
 * ```
 */
export function createKeyedHash(sealing: Pick<Sealing, 'hashKey'>): () => Promise<KeyedHash> {
	const substitute = hashWith(randomBytes(32));
	let shared: KeyedHash | undefined;
	return async () => {
		if (shared) return shared;
		try {
			return (shared = hashWith(await sealing.hashKey('rate-limit')));
		} catch (error) {
			// The log has said so.
			if (!(error instanceof StoreError)) throw error;
			return substitute;
		}
	};
}

const hashWith =
	(key: Uint8Array): KeyedHash =>
	(purpose, value) =>
		createHmac('sha256', key)
			.update(`${purpose}\0${value}`)
			.digest()
			.subarray(0, 16)
			.toString('base64url');

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
