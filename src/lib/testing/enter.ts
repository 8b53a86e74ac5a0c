import type { BrowserContext } from '@playwright/test';
import type { RequestEvent } from '@sveltejs/kit';
import { cookieProfile, whyRefused } from '../http/cookie-profile.js';
import { openSession } from '../sessions/open-session.js';
import { readSessionCookies } from '../sessions/cookie-format.js';
import type { AuthContext } from '../context.js';
import type { Cookies } from '../types.js';
import type { Session } from '../session.js';
import { misuse } from './accounts.js';

/** A cookie, as the kit wants it set. */
interface Written {
	name: string;
	value: string;
	options: Parameters<Cookies['set']>[2];
}

/**
 * Signs a browser in by the code that a sign-in form runs: a new session in the database, its token in the browser's
 * cookie under the name and with the attributes that belong to the address, and an end to the session held before. A session
 * that others have opened, such as one out of a stored state, leaves this browser and goes on in theirs.
 *
 * @param own the values of the cookies that were set here, to which the new one is added
 * @throws {GuardianError} `TESTING_MISUSED` when no browser would take the cookie from this address
 *
 * @example
 * ```ts
 * const session = await enter(parts, user, context, { origin, userAgent: undefined, own: new Set() });
 * ```
 */
export async function enter<User extends { id: string }>(
	parts: AuthContext<User>,
	user: User,
	context: BrowserContext,
	{ origin, userAgent, own }: { origin: string; userAgent: string | undefined; own: Set<string> }
): Promise<Session> {
	const url = new URL('/', origin);
	const profile = cookieProfile(parts.config.cookie, url);
	if (whyRefused(profile, url) === 'insecure') {
		throw misuse(
			`A browser takes no Secure cookie, as ${profile.name} is, from ${url.origin}. Give \`baseURL\` the address under ` +
				'which the app runs: https, or localhost.'
		);
	}
	const held = await context.cookies(url.href);
	const headerOf = (cookies: typeof held) =>
		cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	const sessions = readSessionCookies(headerOf(held), profile.name).map(({ name }) => name);
	const isForeign = ({ name, value }: (typeof held)[0]) =>
		sessions.includes(name) && !own.has(value);
	const presented = headerOf(held.filter((cookie) => !isForeign(cookie)));
	const written: Written[] = [];
	const event = {
		url,
		request: new Request(url, {
			headers: {
				...(presented && { cookie: presented }),
				...(userAgent !== undefined && { 'user-agent': userAgent })
			}
		}),
		locals: {},
		getClientAddress: () => '127.0.0.1',
		cookies: {
			set: (name: string, value: string, options: Written['options']) =>
				void written.push({ name, value, options })
		}
	};
	// All of a request that `openSession` looks at: there is none, for nothing is sent to the app.
	const state = parts.requests.open(event as unknown as RequestEvent);
	const session = await openSession({ ...parts, lifetime: parts.config.lifetime }, state, user);
	if (!session) throw misuse('The user is disabled, or was deleted, and can have no session.');

	for (const { name } of held.filter(isForeign)) await context.clearCookies({ name });
	for (const { name, options } of written) {
		if (options.maxAge === 0) await context.clearCookies({ name });
	}
	const kept = written.filter(({ options }) => options.maxAge !== 0);
	await context.addCookies(kept.map((cookie) => forBrowser(cookie, url)));
	for (const { value } of kept) own.add(value);
	return session;
}

const SAME_SITE = { strict: 'Strict', lax: 'Lax' } as const;

function forBrowser({ name, value, options }: Written, url: URL) {
	const { path, domain, httpOnly = true, secure = true, sameSite, maxAge = 0 } = options;
	return {
		name,
		value,
		httpOnly,
		secure,
		sameSite: SAME_SITE[sameSite as keyof typeof SAME_SITE],
		expires: Math.floor(Date.now() / 1000) + maxAge,
		// Browsers trust http on localhost with a Secure cookie; the protocol by which one is put there does not.
		// With an address and without a domain the cookie belongs to this host alone, as `__Host-` demands.
		...(domain
			? { domain: `.${domain.replace(/^\./, '')}`, path }
			: { url: secure ? `https://${url.host}/` : url.href })
	};
}
