import { cookieProfile, isRefusedByBrowsers, type CookieProfile } from '../core/cookie-profile.js';
import { readTickets, writeTickets, type RevocationTicket } from '../core/revocation-ticket.js';
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
	/** The token the browser presents, whatever it is worth. */
	token(state: RequestState<unknown>): string | undefined;
	setToken(state: RequestState<unknown>, token: string): void;
	/** Clears the token and what earlier setups may have left behind. */
	clearAll(state: RequestState<unknown>): void;
	/** Clears a token that turned out to be worth nothing, unless the request sets another. */
	clearTokenLater(state: RequestState<unknown>): void;
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
	lifetime
}: Pick<Config<never>, 'cookie' | 'lifetime'>): GuardianCookies {
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

	return {
		token({ event }) {
			return event.cookies.get(cookieProfile(settings, event.url).name);
		},
		setToken(state, token) {
			warnOnce(state.event.url);
			const profile = cookieProfile(settings, state.event.url);
			setNow(state, { ...profile, value: token, maxAge: lifetime.absolute });
		},
		clearAll(state) {
			setNow(state, cleared(cookieProfile(settings, state.event.url)));
			for (const { name, domain, path = '/' } of settings.legacy) {
				// A cookie is found by name, domain and path; the prefixes demand Secure also of its deletion.
				const secure = name.startsWith('__') || state.event.url.protocol === 'https:';
				state.event.cookies.delete(name, { path, secure, ...(domain && { domain }) });
			}
		},
		clearTokenLater(state) {
			setLater(state, cleared(cookieProfile(settings, state.event.url)));
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
