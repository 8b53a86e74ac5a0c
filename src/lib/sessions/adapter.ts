import { PrismaAdapter } from '@lucia-auth/adapter-prisma';
import type { DatabaseSession, DatabaseUser } from 'lucia';
import { createPublicId, createToken, hashToken } from './session-token.js';
import { RowsUnchangedError } from '../database/query.js';
import type { PrismaLike } from '../database/types.js';
import type { FindSession } from './find-session.js';
import type { Lifetime } from './lifetime.js';
import { PLAIN } from './lucia-rows.js';
import { rowsOfToken, type Revoke, type SessionName } from './revoke.js';

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

/** What is asked for in a list. */
interface ListQuery extends Page {
	now: Date;
	lifetime: Lifetime;
	/** Columns of the app's own. */
	ownColumns: Record<string, true>;
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
	readonly #revoke: Revoke;

	/**
	 * @param prisma the app's models
	 * @param find the statement that validates a session, with the columns of the user to load
	 * @param revoke ends sessions
	 */
	constructor(prisma: PrismaLike, find: FindSession, revoke: Revoke) {
		super(prisma.session, prisma.user);
		this.#prisma = prisma;
		this.#find = find;
		this.#revoke = revoke;
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
		await this.#revoke({ scope: 'current', key });
		if (await this.#find(key)) throw new RowsUnchangedError('deleted');
	}

	override async deleteSession(key: string): Promise<void> {
		await this.#revoke({ scope: 'current', key });
	}

	/** Whose session this is; `null` when there is none. `plain`: as in `SessionName`. */
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

	/** Whose sessions these are, by the key of the row. */
	async ownersOf(names: SessionName[]): Promise<Map<string, string>> {
		const rows: { id: string; userId: string }[] = await this.#prisma.session.findMany({
			where: { OR: names.flatMap(rowsOfToken) },
			select: { id: true, userId: true }
		});
		return new Map(
			names.flatMap(({ key, plain }): [string, string][] => {
				const row = rows.find(({ id }) => id === key || id === plain);
				return row ? [[key, row.userId]] : [];
			})
		);
	}

	/** The user's live sessions, the last used first: as `isLive` decides, by conditions. */
	async list(
		userId: string,
		{ now, lifetime, ownColumns, limit, offset }: ListQuery
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
			select: { ...ownColumns, ...LISTED }
		});
	}
}
