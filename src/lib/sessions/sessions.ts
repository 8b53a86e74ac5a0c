import { Lucia } from 'lucia';
import { expiryAfterUse, isLive, isRenewalDue, type Lifetime } from './lifetime.js';
import {
	createPublicId,
	createToken,
	hashToken,
	isLuciaToken,
	isToken,
	successorId
} from './session-token.js';
import { isImpossibleValue } from '../database/impossible-value.js';
import type { PrismaLike } from '../database/types.js';
import type { Session } from '../session.js';
import { GuardianAdapter, type Page, type SessionAttributes } from './adapter.js';
import { createConfirmSession, type Proof } from './confirm-session.js';
import { createDeleteExpired } from './delete-expired.js';
import { createFindSession } from './find-session.js';
import { rehash } from './lucia-rows.js';
import { replaceSession } from './replace-session.js';
import { createListedView, publicView } from './public-view.js';
import {
	createRevoke,
	type Ending,
	type EndingRecorder,
	type Revocation,
	type RevokeIn,
	type SessionName
} from './revoke.js';
import { createTrimSessions } from './trim-sessions.js';
import type { Validation } from './validation.js';
import { report } from '../report.js';
import {
	RETRY_TIMEOUT_SECONDS,
	RowsUnchangedError,
	StoreError,
	type Query,
	type QueryOptions
} from '../database/query.js';

/** A bound other than the usual one. */
export type Bound = Pick<QueryOptions<never>, 'timeoutSeconds'>;

/** A session that was just made. The token exists here and in the browser's cookie, nowhere else. */
export interface Issued {
	token: string;
	key: string;
	session: Session;
}

/** What Lucia says of a token. `kept`: why the row of a session without a user could not be deleted. */
type LookedUp = Awaited<ReturnType<Lucia['validateSession']>> & { kept?: RowsUnchangedError };

/** Where a new session comes from. */
export interface Origin {
	userAgent: string | null;
	ipAddress: string | null;
}

/**
 * The sessions in the database: issue, validate (and renew), list, revoke. Each method throws `StoreError` when the
 * database could not be asked, and only then.
 *
 * @example
 * ```ts
 * const sessions = createSessions({ prisma, lifetime, columns: { email: true }, query: createQuery(5) });
 * const { token } = await sessions.issue(userId, { userAgent: null, ipAddress: null });
 * await sessions.validate(token); // { status: 'live', user, session, key }
 * ```
 */
export function createSessions<User>(options: {
	prisma: PrismaLike;
	lifetime: Lifetime;
	/** The user columns for `locals.user`, beside `id`. */
	columns: Record<string, true>;
	query: Query;
	/** Until when Lucia's sessions are converted. Default: there are none. */
	luciaUntil?: Date | undefined;
	/** How many sessions a user can have. Default: any number. */
	maxPerUser?: number | undefined;
	/** See `createRevoke`. */
	recorder?: EndingRecorder | undefined;
	/** The columns of the app's own that are listed with a session. Default: none. */
	ownColumns?: Record<string, true> | undefined;
}) {
	const { prisma, lifetime, columns, query, luciaUntil, maxPerUser, recorder } = options;
	const { ownColumns = {} } = options;
	const confirmSession = createConfirmSession(prisma);
	const trim = createTrimSessions(prisma, recorder);
	// An app whose users cannot be disabled need not have the column.
	const guard: Record<string, true> =
		'disabledAt' in prisma.user.fields ? { disabledAt: true } : {};
	const find = createFindSession(prisma, { ...columns, ...guard, id: true });
	const { revoke, revokeIn } = createRevoke(prisma, find, recorder);
	const adapter = new GuardianAdapter(prisma, find, revoke);
	const lucia = new Lucia(adapter, {
		// Under a name of their own: beside Lucia's, its `expiresAt` would hide the row's.
		getSessionAttributes: (attributes) => ({ row: attributes as SessionAttributes }),
		getUserAttributes: (attributes) => attributes
	});

	/** `null` for an id that no user can have, such as a word where the column holds a `uuid`. */
	async function listed(userId: string, page: Page): Promise<SessionAttributes[] | null> {
		try {
			return await adapter.list(userId, { now: new Date(), lifetime, ownColumns, ...page });
		} catch (error) {
			if (isImpossibleValue(error)) return null;
			throw error;
		}
	}

	const listedView = createListedView(Object.keys(ownColumns));

	/** Deletes a session whose token nobody will get. */
	async function discard(key: string): Promise<void> {
		try {
			await query(() => revoke({ scope: 'current', key }));
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			report('A session that nobody holds could not be deleted. It ends by itself.', error);
		}
	}

	/** As Lucia answers. A session without its user is none, also where its row cannot be deleted. */
	async function lookUp(token: string, bound: Bound): Promise<LookedUp> {
		try {
			return await query(() => lucia.validateSession(token), bound);
		} catch (error) {
			if (!(error instanceof RowsUnchangedError)) throw error;
			return { session: null, user: null, kept: error };
		}
	}

	return {
		/**
		 * Makes a session with a token of its own. Nothing a browser sent is ever taken over as a token.
		 *
		 * @param replaced the key of the live session that this browser holds, which is then to be revoked as `replaced`
		 */
		async issue(userId: string, origin: Origin, replaced?: string): Promise<Issued> {
			const token = createToken();
			const now = new Date();
			const attributes: SessionAttributes = {
				...origin,
				publicId: replaced === undefined ? createPublicId() : successorId(replaced),
				createdAt: now,
				lastUsedAt: now,
				expiresAt: expiryAfterUse({ createdAt: now, usedAt: now }, lifetime)
			};
			const key = hashToken(token);
			await query(() => lucia.createSession(userId, attributes, { sessionId: token }), {
				// Its token was given to nobody: the sign-in has failed by now.
				late: () => void discard(key)
			});
			return { token, key, session: publicView(attributes) };
		},

		/**
		 * Looks again whether the user of a session that was just made may have it, and deletes it where not. To be called
		 * before anybody gets its token.
		 */
		async confirm(key: string, proof: Proof | undefined): Promise<boolean> {
			let isConfirmed = false;
			try {
				isConfirmed = await query(() => confirmSession(key, proof));
				return isConfirmed;
			} finally {
				if (!isConfirmed) await discard(key);
			}
		},

		/** Ends the sessions of a user that were unused for the longest, beyond the limit. Never the one with this key. */
		async trim(userId: string, key: string, ending: Ending): Promise<number> {
			if (maxPerUser === undefined) return 0;
			return await query(() => trim(userId, key, maxPerUser, ending));
		},

		/** Looks up the session of a token. An expired session is deleted; a live one is renewed if that is due. */
		async validate(token: string, bound: Bound = {}): Promise<Validation<User>> {
			if (!isToken(token)) return { status: 'unknown' };
			let found = await lookUp(token, bound);
			if (!found.session && luciaUntil && new Date() < luciaUntil && isLuciaToken(token)) {
				await query(() => rehash(prisma, token), bound);
				// Also where there was nothing left to do: another request may have been quicker.
				found = await lookUp(token, bound);
			}
			if (!found.session) return { status: 'unknown', ...(found.kept && { kept: found.kept }) };

			const { id: key, row } = found.session as typeof found.session & { row: SessionAttributes };
			const { disabledAt, ...chosen } = found.user as typeof found.user & {
				disabledAt?: Date | null;
			};
			const user = (columns.disabledAt ? { ...chosen, disabledAt } : chosen) as User;
			const now = new Date();
			if (disabledAt || !isLive(row, now, lifetime)) {
				// All of a disabled user: an app that enables them by clearing the column must bring none back.
				const revocation = disabledAt
					? ({ scope: 'all', userId: found.user.id } as const)
					: ({ scope: 'current', key } as const);
				const { scope } = revocation;
				const reason = disabledAt ? 'disabled' : 'expired';
				const ended = { status: 'ended', reason, scope, user } as const;
				const ending = { userId: found.user.id, scope, reason, event: null };
				try {
					const revoked = await query(() => revoke(revocation, ending), bound);
					return { ...ended, revoked };
				} catch (error) {
					if (!(error instanceof RowsUnchangedError)) throw error;
					return { ...ended, revoked: 0, kept: error };
				}
			}
			const live = { status: 'live', user, session: publicView(row), key } as const;
			if (!isRenewalDue(row, now, lifetime)) return live;
			const expiresAt = expiryAfterUse({ createdAt: row.createdAt, usedAt: now }, lifetime);
			try {
				const renewed = await query(() => adapter.renew(key, now, expiresAt), {
					timeoutSeconds: RETRY_TIMEOUT_SECONDS
				});
				if (!renewed) return { status: 'unknown' };
			} catch (error) {
				// The database has just confirmed that the session is live. If writes fail, such as on a full disk or a
				// standby, the session stays valid; otherwise every user would be signed out when a renewal is due. Its dates
				// do not change.
				if (!(error instanceof StoreError)) throw error;
				return { ...live, unrenewed: error };
			}
			return { ...live, session: publicView({ ...row, lastUsedAt: now, expiresAt }) };
		},

		/** The user's live sessions, the last used first. */
		async list(userId: string, page: Partial<Page> = {}): Promise<Session[]> {
			const rows = await query(() => listed(userId, { limit: 100, offset: 0, ...page }));
			return (rows ?? []).map(listedView);
		},

		/** What names the session of a token, whether or not it is still a row of Lucia's. */
		ofToken(token: string): Revocation & { scope: 'current' } {
			const plain = luciaUntil && isLuciaToken(token) ? { plain: token } : {};
			return { scope: 'current', key: hashToken(token), ...plain };
		},

		/**
		 * Ends sessions in one statement and answers how many there were. Where that cannot be told by the count, they are
		 * looked for.
		 *
		 * @throws {RowsUnchangedError} when one of them is still there
		 */
		async revoke(
			revocation: Revocation,
			{ ending, ...options }: QueryOptions<number> & { ending?: Ending } = {}
		): Promise<number> {
			if (revocation.scope === 'replaced')
				return await replaceSession({ prisma, query, revoke }, revocation, ending);
			return await query(async () => {
				try {
					return await revoke(revocation, ending);
				} catch (error) {
					if (!isImpossibleValue(error) || !('userId' in revocation)) throw error;
					// The error may be that of a trigger. A read of the same rows settles it.
					if ((await listed(revocation.userId, { limit: 1, offset: 0 })) !== null) throw error;
					return 0;
				}
			}, options);
		},

		/** As {@link RevokeIn}. What it returns throws `StoreError`, and only that. */
		async revokeIn(...deletion: Parameters<RevokeIn>): Promise<() => Promise<number>> {
			const settle = await revokeIn(...deletion);
			let isOver = false;
			return () => query(() => settle(() => isOver)).finally(() => (isOver = true));
		},

		/**
		 * Makes a session of this user that has already expired, ends it and looks for it.
		 *
		 * @throws {RowsUnchangedError} when it is still there
		 */
		async testRevocation(userId: string): Promise<void> {
			await query(() => adapter.testRevocation(userId));
		},

		deleteExpired: createDeleteExpired({ prisma, query, isFromLucia: luciaUntil !== undefined }),

		/** Whose sessions these are, by the key of the row. */
		ownersOf: async (names: SessionName[], bound: Bound = {}) =>
			await query(() => adapter.ownersOf(names), bound),

		/** Whose session this is; `null` when there is none. */
		async ownerOf(name: SessionName, bound: Bound = {}): Promise<string | null> {
			return await query(() => adapter.ownerOf(name), bound);
		}
	};
}

/** The sessions of one `guardianAuth()`. */
export type Sessions<User> = ReturnType<typeof createSessions<User>>;
