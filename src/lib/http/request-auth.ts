import type { RequestEvent } from '@sveltejs/kit';
import { GuardianError } from '../errors.js';
import type { LegacyCookie } from './cookie-profile.js';
import type { Cookies } from '../types.js';
import type { Session } from '../session.js';
import { cookiesMistake } from '../arguments.js';

/** A user who is signed in, by a session that the database has just confirmed. */
export interface SignedIn<User> {
	user: User;
	session: Session;
	/** The hash of the token, which is the key of the session's row. It stays on the server. */
	key: string;
}

/**
 * Who a request comes from. `unavailable`: the database did not answer, so the request is treated as anonymous, and no
 * cookie is deleted.
 */
export type Identity<User> =
	({ status: 'signed-in' } & SignedIn<User>) | { status: 'anonymous' } | { status: 'unavailable' };

/** A session token that the browser sent, and the cookie that it came in. */
export interface Credential {
	token: string;
	/** Whose session it is, as the cookie has it: sealed, and not opened yet. */
	owner?: string;
	cookie: LegacyCookie;
}

/** A cookie that is written onto the finished response. */
export interface LaterCookie {
	value: string;
	options: Parameters<Cookies['set']>[2];
}

/** What the kit knows about one request. */
export interface RequestAuth<User> {
	event: RequestEvent;
	/** The tokens that the browser will send after this request, as far as is known. Read from the header at first use. */
	credentials?: Credential[];
	identity: Identity<User>;
	/** Finds out the identity, where `handle` has left that to the action that it is about to run. */
	identify?: () => Promise<void>;
	/** Whether this request has set or deleted a cookie of the kit. */
	cookieChanged: boolean;
	/** Cookies for the finished response, by name: see `setCookieLater`. */
	setCookiesLater: Map<string, LaterCookie>;
	/** Headers for the finished response, by name. */
	headersLater: Map<string, string>;
}

/** The requests in progress, found by their `cookies`: that is all that `signOut({ cookies })` gets. */
export interface Requests<User> {
	open(event: RequestEvent): RequestAuth<User>;
	/** @throws {GuardianError} `HANDLE_MISSING` when `handle` has not seen the request */
	of(cookies: Cookies): RequestAuth<User>;
}

/**
 * Creates the store of requests. A request stays in it for as long as its `cookies` object is used.
 *
 * @example
 * ```ts
 * const requests = createRequests<User>();
 * requests.open(event);
 * requests.of(event.cookies).identity; // { status: 'anonymous' }
 * ```
 */
export function createRequests<User>(): Requests<User> {
	const requests = new WeakMap<Cookies, RequestAuth<User>>();
	return {
		open(event) {
			const state: RequestAuth<User> = {
				event,
				identity: { status: 'anonymous' },
				cookieChanged: false,
				setCookiesLater: new Map(),
				headersLater: new Map()
			};
			requests.set(event.cookies, state);
			setIdentity(state, state.identity);
			return state;
		},
		of(cookies) {
			const state = requests.get(cookies);
			if (!state) throw new GuardianError('HANDLE_MISSING', cookiesMistake(cookies));
			return state;
		}
	};
}

/**
 * Sets who the request comes from, in its state and in `locals`: a native POST renders the page in the same request, and
 * must not show the user from before.
 *
 * @example
 * ```ts
 * setIdentity(state, { status: 'anonymous' });
 * ```
 */
export function setIdentity<User>(state: RequestAuth<User>, identity: Identity<User>): void {
	state.identity = identity;
	const signedIn = identity.status === 'signed-in';
	Object.assign(state.event.locals, {
		user: signedIn ? identity.user : null,
		session: signedIn ? identity.session : null
	});
}
