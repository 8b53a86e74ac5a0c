import { cookieProfile, isRefusedByBrowsers, type CookieProfile } from '../core/cookie-profile.js';
import { readTickets, writeTickets, type RevocationTicket } from '../core/revocation-ticket.js';
import type { LegacyCookie } from '../options.js';
import type { Config } from './config.js';
import { report } from './report.js';
import type { RequestState } from './request-state.js';

/**
 * Reads and writes the kit's cookies: the only place that does.
 *
 * What `handle` finds out before the page runs is written onto the finished response (`later`): SvelteKit fails with a
 * response whose headers cannot be changed, such as `Response.redirect()`, as soon as any cookie was set.
 */
export interface GuardianCookies {
	/** The token the browser presents, whatever it is worth: in our cookie, or else in Lucia's. */
	token(state: RequestState<unknown>): string | undefined;
	setToken(state: RequestState<unknown>, token: string): void;
	/** Clears the token and what earlier setups may have left behind. */
	clearAll(state: RequestState<unknown>): void;
	/** Clears a token that turned out to be worth nothing, unless the request sets another. */
	clearTokenLater(state: RequestState<unknown>): void;
	/**
	 * Puts a token that came in Lucia's cookie into ours. It stays the same token, so that requests which still carry the
	 * old cookie are as good as those with the new one.
	 */
	moveTokenLater(state: RequestState<unknown>): void;
	/** The revocations this browser still has to get confirmed. */
	tickets(state: RequestState<unknown>): RevocationTicket[];
	setTickets(state: RequestState<unknown>, tickets: RevocationTicket[]): void;
	/** As `setTickets`, unless the request sets others. */
	setTicketsLater(state: RequestState<unknown>, tickets: RevocationTicket[]): void;
}

/**
 * The session cookie is set once, at sign-in, for as long as a session can live at all, and never again: the server
 * alone decides when a session has expired, so no response that was under way can bring a deleted cookie back.
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
	let warned = false;

	function warnOnce(url: URL) {
		if (warned || !isRefusedByBrowsers(cookieProfile(settings, url), url)) return;
		warned = true;
		report(
			`This app believes it is at ${url.origin}, where browsers refuse a Secure cookie: nobody can sign in. ` +
				'Behind a proxy, tell the adapter its public address (ORIGIN for adapter-node). ' +
				'To go without https, set `cookie: { secure: false }`.'
		);
	}

	const cleared = (profile: CookieProfile): Cookie => ({ ...profile, value: '', maxAge: 0 });

	function ticketCookie(url: URL, tickets: RevocationTicket[]): Cookie {
		const profile = cookieProfile(pendingSettings, url);
		if (tickets.length === 0) return cleared(profile);
		// No session that a ticket is about can outlive this.
		return { ...profile, value: writeTickets(tickets), maxAge: lifetime.absolute };
	}

	function setNow(state: RequestState<unknown>, { name, value, attributes, maxAge }: Cookie) {
		state.event.cookies.set(name, value, { ...attributes, maxAge });
		state.setCookiesLater.delete(name);
		state.cookieChanged = true;
	}

	function setLater(state: RequestState<unknown>, { name, value, attributes, maxAge }: Cookie) {
		const header = state.event.cookies.serialize(name, value, { ...attributes, maxAge });
		state.setCookiesLater.set(name, header);
	}

	/** A cookie is found by name, domain and path; the prefixes demand Secure also of its deletion. */
	const attributesOf = ({ name, domain, path = '/' }: LegacyCookie, { protocol }: URL) => ({
		path,
		secure: name.startsWith('__') || protocol === 'https:',
		...(domain && { domain })
	});

	function clearNow({ event, setCookiesLater }: RequestState<unknown>, cookie: LegacyCookie) {
		event.cookies.delete(cookie.name, attributesOf(cookie, event.url));
		setCookiesLater.delete(cookie.name);
	}

	/** Lucia's cookie, where the browser sends it. */
	const luciaCookie = ({ event }: RequestState<unknown>) =>
		fromLucia && event.cookies.get(fromLucia.cookie.name) !== undefined ? fromLucia.cookie : null;

	function clearLuciaLater(state: RequestState<unknown>) {
		const cookie = luciaCookie(state);
		if (!cookie) return;
		const attributes = { ...attributesOf(cookie, state.event.url), maxAge: 0 };
		state.setCookiesLater.set(
			cookie.name,
			state.event.cookies.serialize(cookie.name, '', attributes)
		);
	}

	return {
		token({ event }) {
			const token = event.cookies.get(cookieProfile(settings, event.url).name);
			return token ?? (fromLucia && event.cookies.get(fromLucia.cookie.name)) ?? undefined;
		},
		setToken(state, token) {
			warnOnce(state.event.url);
			const old = luciaCookie(state);
			if (old) clearNow(state, old);
			const profile = cookieProfile(settings, state.event.url);
			setNow(state, { ...profile, value: token, maxAge: lifetime.absolute });
		},
		clearAll(state) {
			setNow(state, cleared(cookieProfile(settings, state.event.url)));
			for (const cookie of settings.legacy) clearNow(state, cookie);
		},
		clearTokenLater(state) {
			setLater(state, cleared(cookieProfile(settings, state.event.url)));
			clearLuciaLater(state);
		},
		moveTokenLater(state) {
			const { cookies, url } = state.event;
			const old = luciaCookie(state);
			const profile = cookieProfile(settings, url);
			const token = old && cookies.get(old.name);
			if (!token || cookies.get(profile.name) !== undefined) return;
			setLater(state, { ...profile, value: token, maxAge: lifetime.absolute });
			clearLuciaLater(state);
		},
		tickets({ event, tickets }) {
			return (
				tickets ?? readTickets(event.cookies.get(cookieProfile(pendingSettings, event.url).name))
			);
		},
		setTickets(state, tickets) {
			state.tickets = tickets;
			setNow(state, ticketCookie(state.event.url, tickets));
		},
		setTicketsLater(state, tickets) {
			state.tickets = tickets;
			setLater(state, ticketCookie(state.event.url, tickets));
		}
	};
}

interface Cookie extends CookieProfile {
	value: string;
	/** In seconds. */
	maxAge: number;
}
