import type { AfterSignOutEvent } from '../events.js';
import { placeholder, mayBeExtended } from '../database/raw-database.js';
import { rawModelsOf } from '../database/raw-models.js';
import { RowsUnchangedError } from '../database/query.js';
import { sourceOf } from '../database/models.js';
import type { PrismaLike, PrismaModel } from '../database/types.js';
import { withFallback } from '../database/with-fallback.js';
import type { FindSession } from './find-session.js';
import { PLAIN } from './lucia-rows.js';

/** What finds the session of a token. `plain`: the token itself, where the row may still be one of Lucia's. */
export interface SessionName {
	key: string;
	plain?: string | undefined;
}

/** The rows one revocation deletes. `key` is the hash of a token, `publicId` the name its owner knows. */
export type Revocation =
	| ({ scope: 'current' } & SessionName)
	/** The sessions of several tokens. */
	| { scope: 'tokens'; names: SessionName[] }
	| { scope: 'others'; userId: string; key: string }
	| { scope: 'all'; userId: string }
	/**
	 * All sessions created before `until`, and always the session that requested it, because the clocks of servers differ.
	 */
	| ({ scope: 'all'; userId: string; until: Date } & SessionName)
	| { scope: 'session'; userId: string; publicId: string }
	/** The session that a browser held before a sign-in, and those of earlier sign-ins that replaced it at the same time. */
	| ({ scope: 'replaced'; by: Successor } & SessionName);

/** A session that has just replaced another in its browser: see `successorId`. */
export interface Successor {
	userId: string;
	publicId: string;
	createdAt: Date;
	key: string;
}

/** What the event of an end says of it. `userId`: `null` where it is not known yet. */
export type Ending = Pick<AfterSignOutEvent<unknown>, 'userId' | 'scope' | 'reason' | 'event'>;

/** Deletes the sessions that meet a condition, with their event in one transaction, and answers how many there were. */
export interface EndingRecorder {
	/** In a transaction of its own. */
	record(ending: Ending, where: object): Promise<number>;
	/** In one that has begun, for a user who is known. The event is delivered after {@link EndingRecorder.deliverSoon}. */
	recordIn(
		models: TransactionModels,
		ending: Ending & { userId: string },
		where: object
	): Promise<number>;
	/** Delivers what was recorded, once the response to this request is made. */
	deliverSoon(event: Ending['event']): void;
}

/** The models of a transaction, by their keys. */
type TransactionModels = (key: string) => PrismaModel;

/**
 * The rows of one token: under its hash, or still as Lucia left it.
 *
 * @example
 * ```ts
 * await prisma.session.findMany({ where: { OR: rowsOfToken({ key }) } });
 * ```
 */
export const rowsOfToken = ({ key, plain }: SessionName) => [
	{ id: key },
	...(plain === undefined ? [] : [{ id: plain, ...PLAIN }])
];

const earlierThan = ({ userId, publicId, createdAt }: Successor) => ({
	userId,
	publicId,
	createdAt: { lt: createdAt }
});

/** The condition for the rows that a revocation deletes. */
function rowsOf(revocation: Revocation) {
	switch (revocation.scope) {
		case 'current':
			return { OR: rowsOfToken(revocation) };
		case 'tokens':
			return { OR: revocation.names.flatMap(rowsOfToken) };
		case 'others':
			return { userId: revocation.userId, NOT: { id: revocation.key } };
		case 'all':
			if (!('until' in revocation)) return { userId: revocation.userId };
			return {
				userId: revocation.userId,
				OR: [...rowsOfToken(revocation), { createdAt: { lte: revocation.until } }]
			};
		case 'replaced':
			return { OR: [...rowsOfToken(revocation), earlierThan(revocation.by)] };
		case 'session':
			return { userId: revocation.userId, publicId: revocation.publicId };
	}
}

/** Deletes the session under a key, and answers how many there were: one, or none. */
export type DeleteByKey = (key: string) => Promise<number>;

/**
 * Creates the function that deletes the session with a key. It uses one raw statement, which is faster than Prisma's
 * `deleteMany`. If Prisma has to do more than delete the row, or if the client is unknown, it uses `deleteMany`.
 *
 * @param prisma the app's models, as `modelsOf` gives them
 *
 * @example
 * ```ts
 * const deleteByKey = createDeleteByKey(models);
 * await deleteByKey(hashToken(token)); // 1
 * ```
 */
export function createDeleteByKey(prisma: PrismaLike): DeleteByKey {
	const plain: DeleteByKey = async (id) =>
		(await prisma.session.deleteMany({ where: { id } })).count;

	const database = rawModelsOf(prisma);
	const table = database?.table('session');
	const key = table?.column('id');
	// There Prisma does what foreign keys would do, such as to delete what belongs to the session.
	if (!database || !table || !key || database.hasRelationsOfPrisma) return plain;
	const text = `DELETE FROM ${table.sql} WHERE ${key.sql} = ${placeholder(database.engine)}`;
	return withFallback((id) => database.execute(text, id), plain);
}

/**
 * Ends sessions, and answers how many there were. `ending`: what their event says, where it is stored with the deletion.
 *
 * @throws {RowsUnchangedError} when a session is still there
 */
export type Revoke = (revocation: Revocation, ending?: Ending) => Promise<number>;

/**
 * Deletes the sessions of a user in a transaction: they are gone if and only if the rest of it counts.
 *
 * @param models those of the transaction. It has written before: on SQLite one that reads first may fail
 * @returns what to call after the commit. It makes sure that the sessions are gone, and answers and throws as {@link Revoke} does.
 * `isOver` says whether nobody waits for it any more: a session that is stored after that is not looked for
 */
export type RevokeIn = (
	models: TransactionModels,
	revocation: Revocation & { scope: 'all' | 'others' },
	ending: Ending & { userId: string }
) => Promise<(isOver: () => boolean) => Promise<number>>;

/**
 * Creates the functions that end sessions: in one statement, however many rows there are.
 *
 * The count of a client without extensions is accepted unless it is 0. Row-level security, a trigger or a rule can keep the
 * row and report no error, and an extended client may count what it did not delete: then the rows are looked for by the
 * statement that validates a session, and as long as that finds one it is not revoked.
 *
 * @param prisma the app's models, as `modelsOf` gives them
 * @param find the statement that validates a session
 * @param recorder deletes sessions together with storing their event. Default: events are not stored.
 *
 * @example
 * ```ts
 * const { revoke } = createRevoke(models, createFindSession(models, { id: true }));
 * await revoke({ scope: 'all', userId: 'ann' }); // 3
 * ```
 */
export function createRevoke(
	prisma: PrismaLike,
	find: FindSession,
	recorder?: EndingRecorder
): { revoke: Revoke; revokeIn: RevokeIn } {
	const deleteByKey = createDeleteByKey(prisma);
	// Whether a count may be the answer of a client extension and not the database's.
	const isExtended = mayBeExtended(sourceOf(prisma).client);

	async function deleteRows(revocation: Revocation, ending?: Ending): Promise<number> {
		if (recorder && ending) return await recorder.record(ending, rowsOf(revocation));
		if (revocation.scope === 'current' && revocation.plain === undefined) {
			return await deleteByKey(revocation.key);
		}
		const { count } = await prisma.session.deleteMany({ where: rowsOf(revocation) });
		return count;
	}

	/** The keys of the rows that a revocation means. The one that it names needs no statement. */
	async function keysOf(revocation: Revocation, session = prisma.session): Promise<string[]> {
		const named = 'key' in revocation && revocation.scope !== 'others' ? [revocation.key] : [];
		if (revocation.scope === 'current' && revocation.plain === undefined) return named;
		const rows: { id: string }[] = await session.findMany({
			where: rowsOf(revocation),
			select: { id: true }
		});
		return [...new Set([...named, ...rows.map(({ id }) => id)])];
	}

	async function isAnyLeft(keys: string[]): Promise<boolean> {
		for (const key of keys) if (await find(key)) return true;
		return false;
	}

	/**
	 * Answers how many there were, or finds out what has kept them.
	 *
	 * @param before the keys from before the deletion, where its count may be wrong. Afterwards an extension may hide rows from
	 * `findMany` but not from the statement that validates a session
	 */
	async function settle(
		count: number,
		before: string[] | null,
		revocation: Revocation,
		ending?: Ending
	): Promise<number> {
		if (count > 0 && !before) return count;

		const keys = before ?? (await keysOf(revocation));
		// Counted rows that could not be listed before cannot be looked for.
		if (count <= keys.length && !(await isAnyLeft(keys))) return count;
		// A session that was made between two statements is deleted by a second deletion. One that is kept is not.
		const more = await deleteRows(revocation, ending);
		if ((before && more > 0) || (await isAnyLeft(keys))) throw new RowsUnchangedError('deleted');
		return count + more;
	}

	async function revoke(revocation: Revocation, ending?: Ending): Promise<number> {
		const before = isExtended ? await keysOf(revocation) : null;
		const count = await deleteRows(revocation, ending);
		return await settle(count, before, revocation, ending);
	}

	return {
		revoke,
		async revokeIn(models, revocation, ending) {
			const where = rowsOf(revocation);
			const session = models('session');
			const before = isExtended ? await keysOf(revocation, session) : null;
			const count = recorder
				? await recorder.recordIn(models, ending, where)
				: ((await session.deleteMany({ where })) as { count: number }).count;
			return async (isOver) => {
				if (count > 0) recorder?.deliverSoon(ending.event);
				const revoked = await settle(count, before, revocation, ending);
				// A sign-in with the password of before may have stored its session between the deletion and the commit. Where its
				// confirmation could not wait for that, it was accepted: see `createConfirmSession`.
				const keys = await keysOf(revocation);
				if (isOver() || !(await isAnyLeft(keys))) return revoked;
				const names = keys.map((key) => ({ key }));
				return revoked + (await revoke({ scope: 'tokens', names }, ending));
			};
		}
	};
}
