import { error, type Handle, type RequestEvent } from '@sveltejs/kit';
import { actionName, answerAction, type EverywhereAction } from './answer.js';
import type { RequestAuth, Requests } from './request-auth.js';
import { withThrown } from './thrown.js';

/** What an action that `handle` answers needs, beside the action itself. */
export interface HandledAction extends EverywhereAction {
	/** The key of its data in `form`. */
	dataKey: string;
	/** Whether the identity is found out only when the action asks for it: see `RequestAuth.identify`. */
	isLazy: boolean;
}

/** Answers a request for an address of the kit's own. */
export type RouteHandler = (event: RequestEvent) => Response | Promise<Response>;

/** What {@link createHandle} is made of. */
export interface HandleOptions<User> {
	requests: Requests<User>;
	/**
	 * Prepares the lookup of the identity. Returns the function that queries the database; `null` if the request has no
	 * session cookie.
	 */
	prepareIdentity(state: RequestAuth<User>): Promise<(() => Promise<void>) | null>;
	/** By the name of the action. */
	actions: ReadonlyMap<string, HandledAction>;
	/** The same and more by an address of the kit's own, with the base path: for forms on pages that are files. */
	addresses: ReadonlyMap<string, HandledAction>;
	/** By `METHOD /path`, with the base path. */
	routes: ReadonlyMap<string, RouteHandler>;
}

/**
 * Creates the hook of the kit. It fills `locals`, answers actions and addresses of the kit, and keeps responses for a user
 * out of every cache.
 *
 * @example
 * ```ts
 * const handle = createHandle({ requests, prepareIdentity, actions, addresses, routes });
 * ```
 */
export function createHandle<User extends { id: string }>({
	requests,
	prepareIdentity,
	actions,
	addresses,
	routes
}: HandleOptions<User>): Handle {
	return async ({ event, resolve }) => {
		const { request, url } = event;
		const isPost = request.method === 'POST';
		const name = isPost ? actionName(url) : null;
		const byAddress = isPost ? addresses.get(url.pathname) : undefined;
		const action = byAddress ?? (name === null ? undefined : actions.get(name));

		const state = requests.open(event);
		const identify = await prepareIdentity(state);
		if (identify && action?.isLazy) {
			state.identify = async () => {
				delete state.identify;
				await identify();
			};
		} else await identify?.();

		const answer = () => {
			if (action) return answerAction(event, action.dataKey, action);
			if (name !== null) refuseInherited(name);
			const route = routes.get(`${request.method} ${url.pathname}`);
			return route ? route(event) : resolve(event);
		};
		const isPrivate = () =>
			(state.credentials?.length ?? 0) > 0 || state.cookieChanged || state.setCookiesLater.size > 0;
		const response = await withThrown(state, isPrivate, answer);
		return isPrivate() || state.headersLater.size > 0 ? finish(response, state) : response;
	};
}

function finish(
	response: Response,
	{ event, setCookiesLater, headersLater }: RequestAuth<unknown>
): Response {
	const isAsItIs = setCookiesLater.size === 0 && headersLater.size === 0;
	if (isAsItIs && forbidStoring(response)) return response;
	const answer = copyOf(response);
	forbidStoring(answer);
	for (const [name, { value, options }] of setCookiesLater) {
		answer.headers.append('set-cookie', event.cookies.serialize(name, value, options));
	}
	for (const [name, value] of headersLater) answer.headers.set(name, value);
	return answer;
}

/** `false` for a response whose headers cannot be changed, such as one from `fetch` or `Response.redirect`. */
function forbidStoring({ headers }: Response): boolean {
	try {
		headers.set('cache-control', 'private, no-store');
		return true;
	} catch {
		return false;
	}
}

/**
 * A copy with its own headers. An app may return the same response object for several requests, which must not share headers.
 */
const copyOf = (response: Response) => new Response(response.body, response);

/** SvelteKit looks an action up in a plain object, finds what every object inherits, and fails with a 500. */
function refuseInherited(action: string): void {
	if (action in Object.prototype) error(404, `No action with name '${action}' found`);
}
