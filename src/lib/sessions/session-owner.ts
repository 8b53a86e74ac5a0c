import { StoreError } from '../database/query.js';
import type { Sealing } from '../sealing/sealing.js';
import type { Lifetime } from './lifetime.js';

const PURPOSE = 'session-owner';

/** A session, by the key of its row, and the user whose it is. */
export interface SessionOwner {
	key: string;
	userId: string;
}

/**
 * Seals whose session it is, for the session's own cookie. A sign-out knows its user from it where the database cannot say
 * who that is. It signs nobody in.
 *
 * @returns `null` where the secret is kept in the database and could not be read: the session works without it
 *
 * @example
 * ```ts
 * const owner = await sealOwner(context, { key, userId: user.id });
 * ```
 */
export async function sealOwner(
	{ sealing, lifetime }: { sealing: Sealing; lifetime: Pick<Lifetime, 'absolute'> },
	{ key, userId }: SessionOwner
): Promise<string | null> {
	const data = { k: Buffer.from(key, 'hex').toString('base64url'), u: userId };
	try {
		return await sealing.seal(PURPOSE, data, lifetime.absolute);
	} catch (error) {
		// The database has just stored the session, so what it could not do here has been reported.
		if (!(error instanceof StoreError)) throw error;
		return null;
	}
}

/**
 * Opens what {@link sealOwner} has sealed.
 *
 * @returns `null` for what the kit has not sealed
 * @throws {StoreError} when the secret is kept in the database and cannot be read
 *
 * @example
 * ```ts
 * await openOwner(sealing, credential.owner); // { key: 'ba78…', userId: 'ann' }
 * ```
 */
export async function openOwner(sealing: Sealing, owner: string): Promise<SessionOwner | null> {
	const { k, u } = (await sealing.open(PURPOSE, owner)) ?? {};
	if (typeof k !== 'string' || typeof u !== 'string') return null;
	return { key: Buffer.from(k, 'base64url').toString('hex'), userId: u };
}
