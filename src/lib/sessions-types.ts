import type { RequestEvent } from '@sveltejs/kit';
import type { SignOutReason } from './events.js';
import type { DeviceSession, Session } from './session.js';

/** A session in a list: with the columns of the app's own that `session.select` names. */
export type ListedSession<Own = unknown> = [keyof Own] extends [never] ? Session : Session & Own;

/** The sessions of users, for account pages and for your own server code: `auth.sessions`. */
export interface SessionsApi<Own = unknown> {
	/**
	 * The user's live sessions, the last used first. They contain no credentials. The one with the id of `locals.session`
	 * is this browser's. An unknown user has none. Columns of your own are there by the option `session.select`.
	 *
	 * @param page `limit`: how many at most, up to 1000; default: 100. `offset`: how many to leave out; default: 0
	 * @throws {GuardianError} `STORE_UNAVAILABLE`; `ARGUMENT_INVALID` for an id that is missing or is no id
	 *
	 * @example
	 * ```ts
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export const devicesOf = (user: { id: string }) => auth.sessions.list(user);
	 * ```
	 */
	list(
		user: { id: string | number | bigint },
		page?: { limit?: number; offset?: number }
	): Promise<ListedSession<Own>[]>;
	/**
	 * The sessions of whoever is signed in, for `SessionList`: this browser's first, then as they were last used. A sign-out
	 * of one loads the list again.
	 *
	 * @param event of a `load`
	 * @returns none for an anonymous visitor; `null` when the database did not answer
	 *
	 * @throws {GuardianError} `HANDLE_MISSING` without the cookies of a request
	 *
	 * @example
	 * ```ts
	 * import type { RequestEvent } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export const load = async (event: RequestEvent) => ({ sessions: await auth.sessions.devices(event) });
	 * ```
	 */
	devices(
		event: Pick<RequestEvent, 'cookies'> & { depends?: (...keys: `${string}:${string}`[]) => void }
	): Promise<DeviceSession[] | null>;
	/**
	 * Ends one session of a user.
	 *
	 * @param sessionId its public id, as `list()` has it
	 * @param reason what `events.afterSignOut` gets. Default: `'admin'`
	 * @returns how many ended: 0 for an id that is not theirs
	 *
	 * @throws {GuardianError} `STORE_UNAVAILABLE`; `ARGUMENT_INVALID` for an id that is missing or is no id, or an empty reason
	 *
	 * @example
	 * ```ts
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export const end = (user: { id: string }, sessionId: string) => auth.sessions.revoke(user, sessionId);
	 * ```
	 */
	revoke(
		user: { id: string | number | bigint },
		sessionId: string,
		reason?: SignOutReason
	): Promise<number>;
	/**
	 * Ends every session of a user.
	 *
	 * @param reason what `events.afterSignOut` gets. Default: `'admin'`
	 * @returns how many ended: 0 for an unknown user
	 *
	 * @throws {GuardianError} `STORE_UNAVAILABLE`; `ARGUMENT_INVALID` for an id that is missing or is no id, or an empty reason
	 *
	 * @example
	 * ```ts
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * export const endAll = (user: { id: string }) => auth.sessions.revokeAll(user, 'role-changed');
	 * ```
	 */
	revokeAll(user: { id: string | number | bigint }, reason?: SignOutReason): Promise<number>;
	/**
	 * Deletes sessions that have expired, and those of disabled users. They are refused in any case; this frees space. It works in batches of 500, and is
	 * safe on several instances at once: from a cron job, or by `session.deleteExpiredEvery`. A call during another one in the
	 * same process joins it. No event is emitted.
	 *
	 * @returns how many it deleted
	 *
	 * @throws {GuardianError} `STORE_UNAVAILABLE`
	 *
	 * @example
	 * ```ts
	 * import { auth } from '../lib/server/auth.js';
	 *
	 * console.info(`${await auth.sessions.deleteExpired()} sessions had expired`);
	 * ```
	 */
	deleteExpired(): Promise<number>;
}
