import { AsyncLocalStorage } from 'node:async_hooks';
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

/** Under which names `event.locals` says who is signed in. */
export interface LocalNames {
	user: string;
	session: string;
}

const DEFAULT_NAMES: LocalNames = { user: 'user', session: 'session' };

/** What the kit knows about one request. */
export interface RequestAuth<User> {
	event: RequestEvent;
	/** Default: `user` and `session`. */
	localNames?: LocalNames;
	/** The tokens that the browser will send after this request, as far as is known. Read from the header at first use. */
	credentials?: Credential[];
	identity: Identity<User>;
	/** Finds out the identity, where `handle` has left that to the action that it is about to run. */
	identify?: () => Promise<void>;
	/** Whether this request has set or deleted a cookie of the kit. */
	cookieChanged: boolean;
	/** Whether this request has read a cookie of a feature, so that its answer is for this browser alone. */
	cookieRead: boolean;
	/** Cookies for the finished response, by name: see `setCookieLater`. */
	setCookiesLater: Map<string, LaterCookie>;
	/** Where a guard has sent this request, for want of a user: see `redirectToSignIn`. */
	signInUrl?: string;
	/** Headers for the finished response, by name. */
	headersLater: Map<string, string>;
	/** The request whose code has made this one by `event.fetch`. */
	parent?: RequestAuth<User>;
}

/**
 * The requests in progress, found by their `cookies`: that is all that `signOut({ cookies })` gets. In a remote function of
 * SvelteKit these are another object; there the request is found by its `locals` or its `request`, which are the same.
 */
export interface Requests<User> {
	open(event: RequestEvent): RequestAuth<User>;
	/** Does the work of a request. Requests that it makes by `event.fetch` are known to belong to it. */
	run<T>(state: RequestAuth<User>, work: () => T): T;
	/**
	 * @param event what else is at hand of the request event
	 * @throws {GuardianError} `HANDLE_MISSING` when `handle` has not seen the request
	 */
	of(cookies: Cookies, event?: object | null): RequestAuth<User>;
}

/** A request at work, and the one around it, which may be of another `guardianAuth()`. */
interface Running {
	requests: WeakMap<object, unknown>;
	state: unknown;
	outer: Running | undefined;
}

/** One for all of them: until Node 24 each one makes every promise of the process slower. */
const running = new AsyncLocalStorage<Running>();

/**
 * Creates the store of requests. A request stays in it for as long as one of its objects is used.
 *
 * @param currentEvent SvelteKit's `getRequestEvent`. Default: there is none, as outside of Vite
 * @param localNames Default: `user` and `session`
 *
 * @example
 * ```ts
 * const requests = createRequests<User>();
 * requests.open(event);
 * requests.of(event.cookies).identity; // { status: 'anonymous' }
 * ```
 */
export function createRequests<User>(
	currentEvent?: () => RequestEvent,
	localNames: LocalNames = DEFAULT_NAMES
): Requests<User> {
	const requests = new WeakMap<object, RequestAuth<User>>();
	const known = (key: object | undefined) => (key ? requests.get(key) : undefined);
	const find = ({ locals, request }: Partial<RequestEvent>) => known(locals) ?? known(request);

	/** The request of a remote function that passes its own cookies. Those of no other request are taken for them. */
	function remote(cookies: Cookies): RequestAuth<User> | undefined {
		try {
			const event = currentEvent?.();
			return event?.cookies === cookies ? find(event) : undefined;
		} catch {
			// SvelteKit is not at work on any request.
			return undefined;
		}
	}

	/** The request whose code is running. */
	function current(): RequestAuth<User> | undefined {
		let entry = running.getStore();
		while (entry && entry.requests !== requests) entry = entry.outer;
		return entry?.state as RequestAuth<User> | undefined;
	}

	return {
		run: (state, work) => running.run({ requests, state, outer: running.getStore() }, work),
		open(event) {
			const parent = event.isSubRequest ? current() : undefined;
			const state: RequestAuth<User> = {
				event,
				localNames,
				identity: { status: 'anonymous' },
				cookieChanged: false,
				cookieRead: false,
				setCookiesLater: new Map(),
				headersLater: new Map(),
				...(parent && { parent })
			};
			for (const key of [event.cookies, event.locals, event.request]) requests.set(key, state);
			setIdentity(state, state.identity);
			return state;
		},
		of(cookies, event) {
			const state = requests.get(cookies) ?? find(event ?? {}) ?? remote(cookies);
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
	const { user, session } = state.localNames ?? DEFAULT_NAMES;
	Object.assign(state.event.locals, {
		[user]: signedIn ? identity.user : null,
		[session]: signedIn ? identity.session : null
	});
}

/**
 * Passes a sign-in or a sign-out on to the requests whose code has asked for it by `event.fetch`: their answers set the same
 * cookies, and the page that they render must not show the user from before.
 *
 * @param ended the tokens whose cookies have been deleted
 *
 * @example
 * ```ts
 * setIdentity(state, { status: 'anonymous' });
 * passOn(state, tokens);
 * ```
 */
export function passOn<User>(state: RequestAuth<User>, ended: readonly string[]): void {
	for (let { parent } = state; parent; { parent } = parent) {
		const before = parent.credentials ?? [];
		const left = before.filter(({ token }) => !ended.includes(token));
		const isSignedIn = state.identity.status === 'signed-in';
		// It may have asked without its own cookies.
		if (left.length === before.length && !isSignedIn) continue;
		parent.cookieChanged = true;
		parent.credentials = isSignedIn ? (state.credentials ?? []) : left;
		if (isSignedIn || left.length === 0) setIdentity(parent, state.identity);
		for (const [name, value] of state.headersLater) parent.headersLater.set(name, value);
	}
}
