import type { RequestEvent } from '@sveltejs/kit';
import type { RevocationTicket } from '../core/revocation-ticket.js';
import { GuardianError } from '../errors.js';
import type { LegacyCookie } from '../options.js';
import type { Validated } from '../sessions/sessions.js';
import type { Cookies } from '../types.js';
import { cookiesMistake } from './arguments.js';

/** Who a request comes from. `unavailable`: the database could not say, so nobody is signed in and nothing is forgotten. */
export type Identity<User> =
	({ status: 'signed-in' } & Validated<User>) | { status: 'anonymous' } | { status: 'unavailable' };

/** A token that a browser presents, and the cookie that it is in. */
export interface Credential {
	token: string;
	cookie: LegacyCookie;
}

/** A cookie that is written onto the finished response. */
export interface LaterCookie {
	value: string;
	options: Parameters<Cookies['set']>[2];
}

/** What the kit knows about one request. */
export interface RequestState<User> {
	event: RequestEvent;
	/** What the browser will present after this request, as far as is known; read from the header at first use. */
	credentials?: Credential[];
	identity: Identity<User>;
	/** Finds the identity out, where `handle` has left that to the sign-out it is about to answer. */
	identify?: () => Promise<void>;
	/** Whether this request set or deleted a cookie of the kit. */
	cookieChanged: boolean;
	/** By name, the cookies for the finished response: see `GuardianCookies`. */
	setCookiesLater: Map<string, LaterCookie>;
	/** The revocations that are still pending; read from the header at first use. */
	tickets?: RevocationTicket[];
	/** What a sign-out form asked for, as a query: with it a failed one can be tried again from another page. */
	signOutQuery: URLSearchParams;
	/** Whether this request signed its browser out. */
	signedOut: boolean;
}

/** The requests under way, found by their cookies: all that `signOut({ cookies })` is given. */
export interface RequestStates<User> {
	open(event: RequestEvent): RequestState<User>;
	/** @throws {GuardianError} `HANDLE_MISSING` when `handle` has not seen the request */
	of(cookies: Cookies): RequestState<User>;
}

/**
 * Keeps the state of requests for as long as somebody holds their cookies.
 *
 * @example
 * ```ts
 * const states = createRequestStates<User>();
 * states.open(event);
 * states.of(event.cookies).identity; // { status: 'anonymous' }
 * ```
 */
export function createRequestStates<User>(): RequestStates<User> {
	const states = new WeakMap<Cookies, RequestState<User>>();
	return {
		open(event) {
			const state: RequestState<User> = {
				event,
				identity: { status: 'anonymous' },
				cookieChanged: false,
				setCookiesLater: new Map(),
				signOutQuery: new URLSearchParams(),
				signedOut: false
			};
			states.set(event.cookies, state);
			become(state, state.identity);
			return state;
		},
		of(cookies) {
			const state = states.get(cookies);
			if (!state) throw new GuardianError('HANDLE_MISSING', cookiesMistake(cookies));
			return state;
		}
	};
}

/**
 * The request is somebody else's from here on. `locals` follows at once: a native POST renders the page in the same
 * request, and must not show who was signed in before.
 *
 * @example
 * ```ts
 * become(state, { status: 'anonymous' });
 * ```
 */
export function become<User>(state: RequestState<User>, identity: Identity<User>): void {
	state.identity = identity;
	const signedIn = identity.status === 'signed-in';
	Object.assign(state.event.locals, {
		user: signedIn ? identity.user : null,
		session: signedIn ? identity.session : null
	});
}
