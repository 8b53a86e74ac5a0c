import type { Config } from '../config.js';
import { readCookieHeader } from '../http/cookie-header.js';
import { COOKIE_PREFIXES, cookieProfile } from '../http/cookie-profile.js';
import { createCookieWarnings } from '../http/cookie-warnings.js';
import type { Credential, RequestAuth } from '../http/request-auth.js';
import { setCookie, setCookieLater, type Cookie } from '../http/response-cookies.js';
import type { LegacyCookie } from '../http/cookie-profile.js';
import {
	namesOfSessions,
	readSessionCookies,
	sessionCookieName,
	writeSessionCookie,
	type SessionCookie
} from './cookie-format.js';
import { isLuciaToken } from './session-token.js';

/**
 * Reads and writes the session cookies. Each session has a cookie with a name of its own, so that no response, however late,
 * deletes or replaces what another request has set. They are read from the raw header, because SvelteKit 2 accepts other
 * names as ours.
 */
export interface SessionCookies {
	/**
	 * The tokens that the browser sent: in our cookies, and in Lucia's where those are accepted. There are several only after
	 * simultaneous sign-ins, or beside a cookie of Lucia's.
	 */
	credentials(state: RequestAuth<unknown>): Credential[];
	/** As the browser sent them, also those whose sessions have been found to be over since. */
	presented(state: RequestAuth<unknown>): Credential[];
	/**
	 * The tokens beyond those that are looked up one by one, and those in cookies of an earlier setup. They identify nobody, and
	 * end with the session of this browser.
	 */
	surplus(state: RequestAuth<unknown>): Credential[];
	/** Sets the cookie of a new session, and deletes those of all others. */
	setToken(state: RequestAuth<unknown>, value: SessionCookie): void;
	/** Deletes the cookie of every session, and those of earlier setups. */
	clearAll(state: RequestAuth<unknown>): void;
	/** Deletes the cookie of one session that has ended, with the finished response. */
	clearLater(state: RequestAuth<unknown>, credential: Credential): void;
	/**
	 * Moves a token from Lucia's cookie into ours, with the finished response. The token stays the same, so that requests
	 * which still carry the old cookie work as well.
	 */
	moveTokenLater(state: RequestAuth<unknown>, credential: Credential): void;
}

/** How many tokens of one request are looked up. Each costs a statement, and an attacker can send many. */
const MAX_CREDENTIALS = 5;

/** What the name of the session cookie can begin with. */
const PREFIXES = ['', ...COOKIE_PREFIXES];

/**
 * Creates the access to the session cookies. A cookie is set once, at sign-in, for as long as a session can live at all, and
 * never again: only the server decides when a session has expired, so a late response cannot bring a deleted cookie back.
 *
 * @example
 * ```ts
 * const cookies = createSessionCookies(config);
 * cookies.setToken(state, { token, owner });
 * ```
 */
export function createSessionCookies({
	cookie: settings,
	lifetime,
	fromLucia
}: Pick<Config<never>, 'cookie' | 'lifetime' | 'fromLucia'>): SessionCookies {
	const warnings = createCookieWarnings();

	const profileOf = (state: State) => cookieProfile(settings, state.event.url);

	function sessionCookie(state: State, held: SessionCookie): Cookie {
		const { name: base, attributes } = profileOf(state);
		const name = sessionCookieName(base, held.token);
		return { name, attributes, value: writeSessionCookie(held), maxAge: lifetime.absolute };
	}

	/** A cookie is found by name, domain and path; the prefixes demand Secure also of its deletion. */
	function deletion(state: State, { name, domain, path = '/' }: LegacyCookie): Cookie {
		const secure = name.startsWith('__') || state.event.url.protocol === 'https:';
		const attributes = { path, secure, ...(domain && { domain }) };
		return { name, value: '', attributes, maxAge: 0 };
	}

	/** A cookie is deleted with the attributes that it was set with. */
	const sessionDeletion = (state: State, { cookie }: Credential): Cookie =>
		cookie === fromLucia?.cookie
			? deletion(state, cookie)
			: { name: cookie.name, value: '', attributes: profileOf(state).attributes, maxAge: 0 };

	/** Lucia's tokens, for as long as they are accepted. Anything else in its cookie is ignored. */
	function luciaCredentials(header: string | null): Credential[] {
		if (!fromLucia || new Date() >= fromLucia.until) return [];
		const { cookie } = fromLucia;
		return readCookieHeader(header, cookie.name)
			.filter(({ name, value }) => name === cookie.name && isLuciaToken(value))
			.map(({ value: token }) => ({ token, cookie }));
	}

	function presented(state: State): Credential[] {
		const header = state.event.request.headers.get('cookie');
		const ours = readSessionCookies(header, profileOf(state).name).map(
			({ name, ...held }): Credential => ({ ...held, cookie: { name } })
		);
		const isOurs = ({ token }: Credential) => ours.some((other) => other.token === token);
		return [...luciaCredentials(header).filter((credential) => !isOurs(credential)), ...ours];
	}

	const credentials = (state: State) => (state.credentials ??= presented(state));

	function clearSessions(state: State) {
		for (const credential of credentials(state))
			setCookie(state, sessionDeletion(state, credential));
		state.credentials = [];
		state.cookieChanged = true;
	}

	/** The cookies of earlier setups, among them our own from before `cookie.domain` or `cookie.secure` was changed. */
	function earlier(state: State): LegacyCookie[] {
		const { name: current } = profileOf(state);
		const told = settings.legacy.filter(({ name }) => name !== current);
		const isNew = (name: string) => name !== current && !told.some((other) => other.name === name);
		const ours = PREFIXES.map((prefix) => prefix + settings.name).filter(isNew);
		return [...told, ...ours.map((name) => ({ name }))];
	}

	/** Their sessions: a subdomain could set these cookies, so they sign nobody in. */
	const outdated = (state: State): Credential[] =>
		earlier(state).flatMap((cookie) =>
			readSessionCookies(state.event.request.headers.get('cookie'), cookie.name).map(
				({ name, ...held }) => ({ ...held, cookie: { ...cookie, name } })
			)
		);

	return {
		credentials(state) {
			warnings.domain(profileOf(state), state.event.url);
			return credentials(state).slice(-MAX_CREDENTIALS);
		},
		presented: (state) => presented(state).slice(-MAX_CREDENTIALS),
		surplus: (state) => [...credentials(state).slice(0, -MAX_CREDENTIALS), ...outdated(state)],
		setToken(state, held) {
			warnings.all(profileOf(state), state.event.url);
			clearSessions(state);
			const cookie = sessionCookie(state, held);
			setCookie(state, cookie);
			state.credentials = [{ ...held, cookie: { name: cookie.name } }];
		},
		clearAll(state) {
			clearSessions(state);
			const header = state.event.request.headers.get('cookie');
			for (const cookie of settings.legacy) setCookie(state, deletion(state, cookie));
			// Those of sessions, where the name was once that of this kit's cookie.
			for (const cookie of earlier(state)) {
				for (const name of namesOfSessions(header, cookie.name)) {
					setCookie(state, deletion(state, { ...cookie, name }));
				}
			}
		},
		clearLater(state, credential) {
			state.credentials = credentials(state).filter((other) => other !== credential);
			setCookieLater(state, sessionDeletion(state, credential));
		},
		moveTokenLater(state, credential) {
			if (credential.cookie !== fromLucia?.cookie) return;
			const cookie = sessionCookie(state, credential);
			const moved = { token: credential.token, cookie: { name: cookie.name } };
			state.credentials = credentials(state).map((other) => (other === credential ? moved : other));
			setCookieLater(state, cookie);
			setCookieLater(state, sessionDeletion(state, credential));
		}
	};
}

type State = RequestAuth<unknown>;
