import { error, json, type Handle } from '@sveltejs/kit';
import { hashToken } from '../core/session-token.js';
import { BRIEFLY } from '../sessions/store.js';
import { actionName, answerAction } from './answer.js';
import { identify } from './identify.js';
import type { Parts } from './parts.js';
import { redeemTickets } from './pending-revocations.js';
import type { Credential, RequestState } from './request-state.js';
import { signOutPage } from './sign-out-page.js';
import type { createSignOut } from './sign-out.js';
import { withThrown } from './thrown.js';

/**
 * The hook that knows who is asking. It fills `locals`, answers `?/signout` on every page, finishes sign-outs that the
 * database could not confirm, and keeps what a signed-in person sees out of every cache.
 *
 * @example
 * ```ts
 * const handle = createHandle(parts, signOut.action);
 * ```
 */
export function createHandle<User extends { id: string }>(
	parts: Parts<User>,
	signOutAction: ReturnType<typeof createSignOut<User>>['action']
): Handle {
	const { config, states, cookies } = parts;

	function answersSignOut({ method }: Request, url: URL): boolean {
		return config.signOutAction === 'handle' && method === 'POST' && actionName(url) === 'signout';
	}

	/** Whether it matters to anybody whose session a sign-out ends. The token alone says which one it is. */
	const isListenedTo = Boolean(config.events.beforeSignOut ?? config.events.afterSignOut);

	return async ({ event, resolve }) => {
		const { request, url } = event;
		const isSignOut = answersSignOut(request, url);

		const state = states.open(event);
		const pending = await redeemTickets(parts, state);
		const credentials = cookies.credentials(state);
		// Signed out by this browser, whatever the database still says.
		const isRefused = ({ token }: Credential) =>
			pending.some(({ key }) => key === hashToken(token));
		const accepted = credentials.filter((credential) => !isRefused(credential));
		for (const credential of credentials.filter(isRefused)) cookies.forgetLater(state, credential);
		if (accepted.length > 0) {
			const ask = () =>
				identify(parts, state, accepted, pending.length > 0 ? { within: BRIEFLY } : {});
			// Asked only where the form turns out to need it: ending its own session is one statement then.
			if (isSignOut && !isListenedTo && pending.length === 0) state.identify = ask;
			else await ask();
		}

		const answer = () => {
			if (request.method === 'POST') refuseInherited(actionName(url));
			if (isSignOut) {
				return answerAction(
					event,
					() => signOutAction(event),
					(code) => signOutPage(parts, state, code)
				);
			}
			const isCheck = request.method === 'GET' && request.headers.has(CHECK);
			return isCheck ? whoIsIt(state) : resolve(event);
		};
		const isPrivate = () =>
			credentials.length > 0 || state.cookieChanged || state.setCookiesLater.size > 0;
		const response = await withThrown(state, isPrivate, answer);
		return isPrivate() ? finished(response, state) : response;
	};

	function finished(response: Response, { event, signedOut, setCookiesLater }: RequestState<User>) {
		const clears = signedOut && event.url.protocol === 'https:' && config.clearSiteData;
		if (setCookiesLater.size === 0 && !clears && forbidStoring(response)) return response;
		const answer = copyOf(response);
		forbidStoring(answer);
		for (const [name, { value, options }] of setCookiesLater) {
			answer.headers.append('set-cookie', event.cookies.serialize(name, value, options));
		}
		if (clears) answer.headers.set('clear-site-data', clears);
		return answer;
	}
}

/** `false` for a response whose headers cannot be changed, as one that came from `fetch` or `Response.redirect`. */
function forbidStoring({ headers }: Response): boolean {
	try {
		headers.set('cache-control', 'private, no-store');
		return true;
	} catch {
		return false;
	}
}

/** To be written to: what belongs to one request must not get into a response that an app keeps for all of them. */
const copyOf = (response: Response) => new Response(response.body, response);

/** SvelteKit looks an action up in a plain object, finds what every object inherits, and fails with a 500. */
function refuseInherited(action: string | null): void {
	if (action !== null && action in Object.prototype)
		error(404, `No action with name '${action}' found`);
}

/** `SessionSync` asks with this header whether the page still shows the right person. */
const CHECK = 'x-guardian-check';

function whoIsIt({ identity }: RequestState<{ id: string }>): Response {
	if (identity.status === 'unavailable') return json({}, { status: 503 });
	const user = identity.status === 'signed-in' ? identity.user.id : null;
	return json({ user }, { headers: { 'cache-control': 'private, no-store' } });
}
