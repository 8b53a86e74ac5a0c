import { cookieProfile, type CookieProfile } from '../core/cookie-profile.js';
import { readCookieHeader } from '../core/cookie-header.js';
import { writeTicket, type RevocationTicket } from '../core/revocation-ticket.js';
import {
	readSessionCookies,
	readTicketCookies,
	sessionCookieName,
	ticketCookieName
} from '../core/session-cookie.js';
import { isLuciaToken } from '../core/session-token.js';
import type { LegacyCookie } from '../options.js';
import type { Config } from './config.js';
import { createCookieWarnings } from './cookie-warnings.js';
import type { Credential, RequestState } from './request-state.js';

/**
 * Reads and writes the kit's cookies: the only place that does.
 *
 * Each session and each pending revocation has a cookie with a name of its own, so that no answer, however late, deletes or
 * replaces what another request has set. They are read from the raw header, since SvelteKit 2 takes other names for ours.
 *
 * What `handle` finds out before the page runs is written onto the finished response (`later`): SvelteKit fails with a
 * response whose headers cannot be changed, such as `Response.redirect()`, as soon as any cookie was set.
 */
export interface GuardianCookies {
	/**
	 * The tokens that the browser presents: in cookies of ours, and in Lucia's where those are taken over. More than one only
	 * after several sign-ins at once, or beside a cookie of Lucia's.
	 */
	credentials(state: RequestState<unknown>): Credential[];
	/** Sets the cookie of a new session, and deletes those of all others. */
	setToken(state: RequestState<unknown>, token: string): void;
	/** Deletes the cookie of every session, and those of earlier setups. */
	clearAll(state: RequestState<unknown>): void;
	/** Deletes the cookie of one session that has ended. */
	forgetLater(state: RequestState<unknown>, credential: Credential): void;
	/**
	 * Puts a token that came in Lucia's cookie into ours. It stays the same token, so that requests which still carry the
	 * old cookie are as good as those with the new one.
	 */
	moveTokenLater(state: RequestState<unknown>, credential: Credential): void;
	/** The revocations that this browser still has to get confirmed. */
	tickets(state: RequestState<unknown>): RevocationTicket[];
	addTicket(state: RequestState<unknown>, ticket: RevocationTicket): void;
	dropTicketLater(state: RequestState<unknown>, ticket: RevocationTicket): void;
}

/** The most that one request is answered for: each costs a statement, and anybody can send many. */
const MOST = 5;

/**
 * The session cookie is set once, at sign-in, for as long as a session can live at all, and never again: the server alone
 * decides when a session has expired, so no response that was under way can bring a deleted cookie back.
 *
 * @example
 * ```ts
 * const cookies = createCookies(config);
 * cookies.setToken(state, token);
 * ```
 */
export function createCookies({
	cookie: settings,
	lifetime,
	fromLucia
}: Pick<Config<never>, 'cookie' | 'lifetime' | 'fromLucia'>): GuardianCookies {
	const pendingSettings = { ...settings, name: `${settings.name}_pending` };
	const warnings = createCookieWarnings();

	function setNow({ event, setCookiesLater }: State, { name, value, attributes, maxAge }: Cookie) {
		event.cookies.set(name, value, { ...attributes, maxAge });
		setCookiesLater.delete(name);
	}

	function setLater({ setCookiesLater }: State, { name, value, attributes, maxAge }: Cookie) {
		setCookiesLater.set(name, { value, options: { ...attributes, maxAge } });
	}

	const profileOf = (state: State) => cookieProfile(settings, state.event.url);
	const pendingProfileOf = (state: State) => cookieProfile(pendingSettings, state.event.url);

	function sessionCookie(state: State, token: string): Cookie {
		const { name: base, attributes } = profileOf(state);
		const name = sessionCookieName(base, token);
		return { name, attributes, value: token, maxAge: lifetime.absolute };
	}

	function ticketCookie(state: State, ticket: RevocationTicket): Cookie {
		const { name: base, attributes } = pendingProfileOf(state);
		const name = ticketCookieName(base, ticket);
		// No session that a ticket is about can outlive this.
		return { name, attributes, value: writeTicket(ticket), maxAge: lifetime.absolute };
	}

	/** A cookie is found by name, domain and path; the prefixes demand Secure also of its deletion. */
	function deletion(state: State, { name, domain, path = '/' }: LegacyCookie): Cookie {
		const secure = name.startsWith('__') || state.event.url.protocol === 'https:';
		const attributes = { path, secure, ...(domain && { domain }) };
		return { name, value: '', attributes, maxAge: 0 };
	}

	/** With the attributes that it was set with. */
	const sessionDeletion = (state: State, { cookie }: Credential): Cookie =>
		cookie === fromLucia?.cookie
			? deletion(state, cookie)
			: { name: cookie.name, value: '', attributes: profileOf(state).attributes, maxAge: 0 };

	/** Lucia's tokens, while its sessions are still taken over. Nothing else in its cookie counts. */
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
			({ name, token }): Credential => ({ token, cookie: { name } })
		);
		const isOurs = ({ token }: Credential) => ours.some((other) => other.token === token);
		return [...luciaCredentials(header).filter((credential) => !isOurs(credential)), ...ours];
	}

	const credentials = (state: State) => (state.credentials ??= presented(state));

	function tickets(state: State): RevocationTicket[] {
		const header = state.event.request.headers.get('cookie');
		return (state.tickets ??= readTicketCookies(header, pendingProfileOf(state).name).slice(-MOST));
	}

	function clearSessions(state: State) {
		for (const credential of credentials(state)) setNow(state, sessionDeletion(state, credential));
		state.credentials = [];
		state.cookieChanged = true;
	}

	return {
		credentials(state) {
			warnings.domain(profileOf(state), state.event.url);
			return credentials(state).slice(-MOST);
		},
		setToken(state, token) {
			warnings.all(profileOf(state), state.event.url);
			clearSessions(state);
			const cookie = sessionCookie(state, token);
			setNow(state, cookie);
			state.credentials = [{ token, cookie: { name: cookie.name } }];
		},
		clearAll(state) {
			clearSessions(state);
			for (const cookie of settings.legacy) setNow(state, deletion(state, cookie));
		},
		forgetLater(state, credential) {
			state.credentials = credentials(state).filter((other) => other !== credential);
			setLater(state, sessionDeletion(state, credential));
		},
		moveTokenLater(state, credential) {
			if (credential.cookie !== fromLucia?.cookie) return;
			const cookie = sessionCookie(state, credential.token);
			const moved = { token: credential.token, cookie: { name: cookie.name } };
			state.credentials = credentials(state).map((other) => (other === credential ? moved : other));
			setLater(state, cookie);
			setLater(state, sessionDeletion(state, credential));
		},
		tickets,
		addTicket(state, ticket) {
			state.tickets = [...tickets(state), ticket].slice(-MOST);
			setNow(state, ticketCookie(state, ticket));
			state.cookieChanged = true;
		},
		dropTicketLater(state, ticket) {
			state.tickets = tickets(state).filter((other) => other !== ticket);
			setLater(state, { ...ticketCookie(state, ticket), value: '', maxAge: 0 });
		}
	};
}

type State = RequestState<unknown>;

interface Cookie {
	name: string;
	value: string;
	attributes: CookieProfile['attributes'] | { path: string; secure: boolean; domain?: string };
	/** In seconds. */
	maxAge: number;
}
