import { z } from 'zod';
import type { Sealing } from '../../sealing/sealing.js';
import { openOwner } from '../../sessions/session-owner.js';

/** A revocation that the database could not confirm, to be finished later. */
export interface PendingRevocation {
	/** SHA-256 of the token: the key of the session's row. */
	key: string;
	/** The token itself, where the row may still be one of Lucia's: such a row cannot be found by a hash. */
	plain?: string | undefined;
	/** Whose session it is, where that was known: "everywhere" then holds also once the session itself is gone. */
	userId?: string | undefined;
	/** `current`: this session. `all`: every session of its user that existed when sign-out was requested. */
	scope: 'current' | 'all';
	/** When sign-out was asked for. Sessions made later are not affected. */
	requestedAt: Date;
}

const PURPOSE = 'pending-sign-out';

const schema = z.object({
	key: z.string(),
	plain: z.string().optional(),
	userId: z.string().optional(),
	scope: z.enum(['current', 'all']),
	requestedAt: z.number().transform((time) => new Date(time))
});

/** A sealed owner, and what is to be done with it: see {@link writeUnsealed}. */
const UNSEALED = /^([\w.-]+)~(current|all)~(\d{1,15})$/;

/**
 * Writes a pending revocation as the value of a cookie: sealed, so that only what the kit has written is carried out.
 *
 * @param lifetime how long it can be finished, in seconds
 * @throws {StoreError} when the secret is kept in the database and cannot be read
 *
 * @example
 * ```ts
 * await sealPendingRevocation(sealing, { key, scope: 'current', requestedAt: new Date() }, 3600); // 'eyJ…'
 * ```
 */
export function sealPendingRevocation(
	sealing: Sealing,
	pending: PendingRevocation,
	lifetime: number
): Promise<string> {
	const requestedAt = pending.requestedAt.getTime();
	return sealing.seal(PURPOSE, { ...pending, requestedAt }, lifetime);
}

/**
 * Writes a pending revocation where the secret cannot be read: the sealed owner out of the session's cookie, and beside it
 * what is to be done. Whoever holds such an owner has held the session. The time is not protected, so this ends nothing
 * once the session itself is gone.
 *
 * @example
 * ```ts
 * writeUnsealed(credential.owner, { scope: 'all', requestedAt: new Date() }); // 'eyJ…~all~1764000000000'
 * ```
 */
export const writeUnsealed = (
	owner: string,
	{ scope, requestedAt }: Pick<PendingRevocation, 'scope' | 'requestedAt'>
): string => `${owner}~${scope}~${requestedAt.getTime()}`;

/**
 * Reads the value of a cookie that may hold a pending revocation. `null` for anything that the kit has not written.
 *
 * @throws {StoreError} when the secret is kept in the database and cannot be read
 *
 * @example
 * ```ts
 * await openPendingRevocation(sealing, 'garbage'); // null
 * ```
 */
export async function openPendingRevocation(
	sealing: Sealing,
	value: string
): Promise<PendingRevocation | null> {
	const [, owner, scope, time] = UNSEALED.exec(value) ?? [];
	if (owner === undefined) return schema.safeParse(await sealing.open(PURPOSE, value)).data ?? null;
	const found = await openOwner(sealing, owner);
	if (!found) return null;
	const { key } = found;
	return {
		key,
		scope: scope as PendingRevocation['scope'],
		requestedAt: new Date(Number(time))
	};
}
