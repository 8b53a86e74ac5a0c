import { PrismaAdapter } from '@lucia-auth/adapter-prisma';
import type { DatabaseSession, DatabaseUser } from 'lucia';
import { createPublicId, createToken, hashToken } from './session-token.js';
import type { PrismaLike } from '../database/types.js';
import { mayBeExtended } from '../database/raw-database.js';
import { sourceOf } from '../database/models.js';
import { createFindSession, type FindSession } from './find-session.js';
import { createDeleteSession, type DeleteSession } from './delete-session.js';
import {
	PLAIN,
	rowsOf,
	type Revocation,
	type Rival,
	type SessionName,
	type Successor
} from './revocation.js';
import type { Lifetime } from './lifetime.js';
import { RowsUnchangedError } from '../database/query.js';

/** What a session row holds beside its key and its user. */
export interface SessionAttributes {
	publicId: string;
	createdAt: Date;
	lastUsedAt: Date;
	expiresAt: Date;
	userAgent: string | null;
	ipAddress: string | null;
}

/** A part of a list. */
export interface Page {
	limit: number;
	offset: number;
}

/** What is listed of a session: all but its key and its user. */
const LISTED = {
	publicId: true,
	createdAt: true,
	lastUsedAt: true,
	expiresAt: true,
	userAgent: true,
	ipAddress: true
} satisfies Record<keyof SessionAttributes, true>;

/** Later than any session: see {@link GuardianAdapter.getSessionAndUser}. */
const NEVER = new Date(8.64e15);

/**
 * Extends Lucia's Prisma adapter. Tokens are hashed before they are stored or looked up; Lucia gets the hash as the id, and
 * uses it to delete and update. No error is swallowed: a sign-out that the database did not confirm must not report success.
 * A deleted row is never restored: updates are conditional statements, not upserts.
 */
export class GuardianAdapter extends PrismaAdapter<never> {
	readonly #prisma: PrismaLike;
	readonly #find: FindSession;
	readonly #end: DeleteSession;
	/** Whether a count may be the answer of a client extension and not the database's. */
	readonly #isExtended: boolean;

	/**
	 * @param prisma the app's client
	 * @param columns which columns of the user to load
	 */
	constructor(prisma: PrismaLike, columns: Record<string, true>) {
		super(prisma.session, prisma.user);
		this.#prisma = prisma;
		this.#find = createFindSession(prisma, columns);
		this.#end = createDeleteSession(prisma);
		this.#isExtended = mayBeExtended(sourceOf(prisma).client);
	}

	/**
	 * Loads the session behind a token, and only the chosen columns of its user: the password's hash stays where it is.
	 *
	 * Reports to Lucia that the session never expires. Lucia would delete an expired session without an event, and renew a
	 * live one forever. `sessions.ts` does both, with `lifetime.ts` and the row's dates in the attributes.
	 *
	 * A session without its user is no session: told that there is no user, Lucia deletes it.
	 */
	override async getSessionAndUser(
		token: string
	): Promise<[session: DatabaseSession | null, user: DatabaseUser | null]> {
		const row = await this.#find(hashToken(token));
		if (!row) return [null, null];
		const { id, userId, user, ...attributes } = row;
		return [
			{ id, userId, expiresAt: NEVER, attributes },
			user ? { id: userId, attributes: user } : null
		];
	}

	/** Stores a new session under the hash of its token. Its expiry is in the attributes, as above. */
	override async setSession({ id: token, userId, attributes }: DatabaseSession): Promise<void> {
		await this.#prisma.session.create({
			data: { ...attributes, id: hashToken(token), userId },
			select: { id: true }
		});
	}

	/** Records a use of the session. `false` when the row is gone because the session was revoked in the meantime. */
	async renew(key: string, usedAt: Date, expiresAt: Date): Promise<boolean> {
		const { count } = await this.#prisma.session.updateMany({
			where: { id: key, expiresAt: { gt: usedAt } },
			data: { expiresAt, lastUsedAt: usedAt }
		});
		return count > 0;
	}

	/** What Lucia would call to renew. It never does, and if it did a revoked row would stay gone. */
	override async updateSessionExpiration(key: string, expiresAt: Date): Promise<void> {
		await this.renew(key, new Date(), expiresAt);
	}

	/**
	 * Deletes in one statement, however many rows there are, and answers how many there were.
	 *
	 * The count of a client without extensions is accepted unless it is 0.
	 * Row-level security, a trigger or a rule can keep the row and
	 * report no error, and an extended client may count what it did not delete: then the rows are looked for by the
	 * statement that validates a session, and as long as that finds one it is not revoked.
	 *
	 * @throws {RowsUnchangedError} when a session is still there
	 */
	async revoke(revocation: Revocation): Promise<number> {
		// After the deletion, an extension may hide rows from `findMany` but not from the statement that validates a session.
		const before = this.#isExtended ? await this.#keysOf(revocation) : null;
		const count = await this.#delete(revocation);
		if (count > 0 && !before) return count;

		const keys = before ?? (await this.#keysOf(revocation));
		// Counted rows that could not be listed before cannot be looked for.
		if (count <= keys.length && !(await this.#isAnyLeft(keys))) return count;
		// A session that was made between two statements is deleted by a second deletion. One that is kept is not.
		const more = await this.#delete(revocation);
		if ((before && more > 0) || (await this.#isAnyLeft(keys)))
			throw new RowsUnchangedError('deleted');
		return count + more;
	}

	/** The keys of the rows that a revocation means. The one that it names needs no statement. */
	async #keysOf(revocation: Revocation): Promise<string[]> {
		const named = 'key' in revocation && revocation.scope !== 'others' ? [revocation.key] : [];
		if (revocation.scope === 'current' && revocation.plain === undefined) return named;
		const rows: { id: string }[] = await this.#prisma.session.findMany({
			where: rowsOf(revocation),
			select: { id: true }
		});
		return [...new Set([...named, ...rows.map(({ id }) => id)])];
	}

	async #isAnyLeft(keys: string[]): Promise<boolean> {
		for (const key of keys) if (await this.#find(key)) return true;
		return false;
	}

	async #delete(revocation: Revocation): Promise<number> {
		if (revocation.scope === 'current' && revocation.plain === undefined) {
			return await this.#end(revocation.key);
		}
		const { count } = await this.#prisma.session.deleteMany({ where: rowsOf(revocation) });
		return count;
	}

	/**
	 * Makes a session, deletes it and looks for it, whatever the deletion has counted: a trigger can write a row back, or
	 * delete nothing behind a view, and count 1. The session has expired from the start, so that it opens nothing where it
	 * is kept.
	 *
	 * @throws {RowsUnchangedError} when the session is still there
	 */
	async testRevocation(userId: string): Promise<void> {
		const token = createToken();
		const past = new Date(0);
		const dates = { createdAt: past, lastUsedAt: past, expiresAt: past };
		const attributes = { publicId: createPublicId(), ...dates, userAgent: null, ipAddress: null };
		await this.setSession({ id: token, userId, expiresAt: past, attributes });
		const key = hashToken(token);
		await this.revoke({ scope: 'current', key });
		if (await this.#isAnyLeft([key])) throw new RowsUnchangedError('deleted');
	}

	/**
	 * Finds at most `limit` sessions that had expired by `now`, the oldest first, and deletes them by id. Without this order
	 * PostgreSQL reads the whole table for each batch once many have expired.
	 *
	 * @returns how many were found, and how many of them this call has deleted: others may be quicker
	 * @throws {RowsUnchangedError} when one of them is still there
	 */
	async deleteExpired(now: Date, limit: number): Promise<{ found: number; deleted: number }> {
		const expired = { expiresAt: { lte: now } };
		const rows: { id: string }[] = await this.#prisma.session.findMany({
			where: expired,
			orderBy: { expiresAt: 'asc' },
			take: limit,
			select: { id: true }
		});
		if (rows.length === 0) return { found: 0, deleted: 0 };
		const ids = rows.map(({ id }) => id);
		// One text for every batch: a driver that keeps statements prepared would keep one for each number of ids.
		const padded = [...ids, ...Array<string>(limit - ids.length).fill(ids[0]!)];
		const where = { ...expired, id: { in: padded } };
		const { count } = await this.#prisma.session.deleteMany({ where });
		if (count < ids.length || this.#isExtended) await this.#expectNone(where, 'deleted');
		// An extension may hide the rows, and would count them each time.
		const again = this.#isExtended && (await this.#prisma.session.deleteMany({ where })).count > 0;
		if (again) throw new RowsUnchangedError('deleted');
		return { found: rows.length, deleted: count };
	}

	/**
	 * Turns a row of Lucia's into one of ours: its id, which was the token, becomes the token's hash. One conditional
	 * statement: of two requests at once one does it, and a row that is gone stays gone.
	 */
	async rehash(token: string): Promise<number> {
		const { count } = await this.#prisma.session.updateMany({
			where: { id: token, ...PLAIN },
			data: { id: hashToken(token), publicId: createPublicId() }
		});
		return count;
	}

	/**
	 * Rehashes at most so many rows of Lucia's, and answers how many it found.
	 *
	 * @throws {RowsUnchangedError} when one of them is still as it was
	 */
	async rehashSome(limit: number): Promise<number> {
		const rows: Array<{ id: string }> = await this.#prisma.session.findMany({
			where: PLAIN,
			select: { id: true },
			take: limit
		});
		let count = 0;
		for (const { id } of rows) count += await this.rehash(id);
		const where = { id: { in: rows.map(({ id }) => id) }, ...PLAIN };
		if (count < rows.length) await this.#expectNone(where, 'changed');
		return rows.length;
	}

	/**
	 * Throws if a row is still there. Another process may have changed the missing rows, but a row that stays would make
	 * every run repeat forever.
	 */
	async #expectNone(where: object, what: 'deleted' | 'changed'): Promise<void> {
		const left = await this.#prisma.session.findMany({ where, take: 1, select: { id: true } });
		if (left.length > 0) throw new RowsUnchangedError(what);
	}

	override async deleteSession(key: string): Promise<void> {
		await this.revoke({ scope: 'current', key });
	}

	/** Whose session this is; `null` when there is none. `plain`: as in {@link Revocation}. */
	async ownerOf({ key, plain }: SessionName): Promise<string | null> {
		const select = { userId: true };
		const row =
			(await this.#prisma.session.findUnique({ where: { id: key }, select })) ??
			(plain === undefined
				? null
				: (
						await this.#prisma.session.findMany({ where: { id: plain, ...PLAIN }, select, take: 1 })
					)[0]);
		return row?.userId ?? null;
	}

	/** The sessions that replace the same one as this, and are as late or later. */
	async rivalsOf({ key, createdAt, ...siblings }: Successor): Promise<Rival[]> {
		return await this.#prisma.session.findMany({
			where: { ...siblings, createdAt: { gte: createdAt }, NOT: { id: key } },
			select: { id: true, createdAt: true }
		});
	}

	/** The user's live sessions, the last used first: as `isLive` decides, by conditions. */
	async list(
		userId: string,
		{ now, lifetime, limit, offset }: Page & { now: Date; lifetime: Lifetime }
	): Promise<SessionAttributes[]> {
		const before = (seconds: number) => new Date(now.getTime() - seconds * 1000);
		return await this.#prisma.session.findMany({
			where: {
				userId,
				expiresAt: { gt: now },
				lastUsedAt: { gt: before(lifetime.idle) },
				createdAt: { gt: before(lifetime.absolute) }
			},
			orderBy: [{ lastUsedAt: 'desc' }, { publicId: 'asc' }],
			take: limit,
			skip: offset,
			select: LISTED
		});
	}
}
