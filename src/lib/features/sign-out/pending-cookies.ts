import { createHash } from 'node:crypto';
import type { AuthContext } from '../../context.js';
import { StoreError } from '../../database/query.js';
import { readCookieHeader } from '../../http/cookie-header.js';
import { cookieProfile } from '../../http/cookie-profile.js';
import type { RequestAuth } from '../../http/request-auth.js';
import { setCookie, setCookieLater, type Cookie } from '../../http/response-cookies.js';
import { cookieNameFor } from '../../sessions/cookie-format.js';
import {
	openPendingRevocation,
	sealPendingRevocation,
	writeUnsealed,
	type PendingRevocation
} from './pending-revocation.js';

/** How many pending revocations of one request count. Each costs a statement. */
const MAX_PENDING = 5;

/** How many cookies are examined: an attacker can send thousands. */
const MAX_EXAMINED = 20;

/** A pending revocation, and the cookie that it came in. */
export type HeldRevocation = PendingRevocation & { cookieName: string };

/** What a request holds: what could be opened, and the cookies that could not be, because the database is down. */
interface Held {
	opened: HeldRevocation[];
	unreadable: string[];
}

/** The revocations that a browser still has to get confirmed, in cookies. */
export interface PendingCookies {
	/** Reads the cookies of a request. To be called once, before anything else here. */
	load(state: RequestAuth<unknown>): Promise<HeldRevocation[]>;
	/**
	 * Whether any revocation of this browser is pending, as it will be after this request.
	 *
	 * @param scope only those of this scope. Default: of any
	 */
	isAny(state: RequestAuth<unknown>, scope?: PendingRevocation['scope']): boolean;
	/**
	 * @param owner the sealed owner in the session's cookie, for a time at which the secret cannot be read
	 * @returns `false` where nothing could be written
	 */
	add(
		state: RequestAuth<unknown>,
		pending: PendingRevocation,
		owner: string | undefined
	): Promise<boolean>;
	/** Deletes the cookie with the finished response. */
	removeLater(state: RequestAuth<unknown>, pending: HeldRevocation): void;
}

/**
 * The name of the cookie that holds a pending revocation. Each has a cookie of its own, also two of the same session, so
 * that a late response never deletes a newer one.
 *
 * @param base the name of the app's session cookie with `_pending`
 *
 * @example
 * ```ts
 * pendingCookieName('__Host-session_pending', 'all', value); // '__Host-session_pending_all_ba7816bf8f01'
 * ```
 */
export const pendingCookieName = (
	base: string,
	scope: PendingRevocation['scope'],
	value: string
): string => cookieNameFor(`${base}_${scope}`, createHash('sha256').update(value).digest('hex'));

/**
 * Creates the access to the cookies of pending revocations.
 *
 * @example
 * ```ts
 * const pendingCookies = createPendingCookies(context);
 * await pendingCookies.add(state, { key, scope: 'current', requestedAt: new Date() }, undefined);
 * ```
 */
export function createPendingCookies({
	config,
	sealing
}: {
	config: Pick<AuthContext<never>['config'], 'cookie' | 'lifetime'>;
	sealing: AuthContext<never>['sealing'];
}): PendingCookies {
	const { cookie, lifetime } = config;
	const settings = { ...cookie, name: `${cookie.name}_pending` };
	const known = new WeakMap<RequestAuth<unknown>, Held>();

	const profileOf = ({ event }: RequestAuth<unknown>) => cookieProfile(settings, event.url);
	const heldBy = (state: RequestAuth<unknown>) =>
		known.get(state) ?? { opened: [], unreadable: [] };

	/** The cookies that are named after their own value, each once. */
	function candidates(state: RequestAuth<unknown>): Map<string, string> {
		const { name: base } = profileOf(state);
		const header = state.event.request.headers.get('cookie');
		const found = readCookieHeader(header, `${base}_`).slice(-MAX_EXAMINED);
		return new Map(
			found
				.filter(({ name, value }) =>
					(['current', 'all'] as const).some(
						(scope) => name === pendingCookieName(base, scope, value)
					)
				)
				.map(({ name, value }) => [name, value])
		);
	}

	async function open(state: RequestAuth<unknown>): Promise<Held> {
		const found = [...candidates(state)];
		const opened: HeldRevocation[] = [];
		try {
			for (const [cookieName, value] of found) {
				const pending = await openPendingRevocation(sealing, value);
				if (pending) opened.push({ ...pending, cookieName });
			}
			return { opened: opened.slice(-MAX_PENDING), unreadable: [] };
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			return { opened: [], unreadable: found.map(([name]) => name) };
		}
	}

	/** `null` where the secret cannot be read and the browser holds nothing sealed. */
	async function valueOf(pending: PendingRevocation, owner: string | undefined) {
		try {
			// No session that it is about can live longer than this.
			return await sealPendingRevocation(sealing, pending, lifetime.absolute);
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			return owner === undefined ? null : writeUnsealed(owner, pending);
		}
	}

	function cookieFor(state: RequestAuth<unknown>, name: string, value: string): Cookie {
		const maxAge = value === '' ? 0 : lifetime.absolute;
		return { name, value, maxAge, attributes: profileOf(state).attributes };
	}

	return {
		async load(state) {
			const held = await open(state);
			known.set(state, held);
			return held.opened;
		},
		isAny(state, scope) {
			const { opened, unreadable } = heldBy(state);
			const names = [...opened.map(({ cookieName }) => cookieName), ...unreadable];
			// The scope is part of the name: it is known also where the value cannot be read.
			const start = scope === undefined ? '' : `${profileOf(state).name}_${scope}_`;
			return names.some((name) => name.startsWith(start));
		},
		async add(state, pending, owner) {
			const value = await valueOf(pending, owner);
			if (value === null) return false;
			const cookieName = pendingCookieName(profileOf(state).name, pending.scope, value);
			const { opened, unreadable } = heldBy(state);
			known.set(state, { unreadable, opened: [...opened, { ...pending, cookieName }] });
			setCookie(state, cookieFor(state, cookieName, value));
			return true;
		},
		removeLater(state, pending) {
			const { opened, unreadable } = heldBy(state);
			known.set(state, { unreadable, opened: opened.filter((other) => other !== pending) });
			setCookieLater(state, cookieFor(state, pending.cookieName, ''));
		}
	};
}
