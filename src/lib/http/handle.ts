import { error, type RequestEvent } from '@sveltejs/kit';
import { actionName, answerAction, type EverywhereAction } from './answer.js';
import { forbidStoring, isPrivate } from './cache-control.js';
import { withHookOutput } from './hook-output.js';
import type { RequestAuth, Requests } from './request-auth.js';
import { addSecurityHeaders, type SecurityHeaders } from './security-headers.js';
import { keepForm } from './sign-in-required.js';
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

export interface ResolveOptions {
	transformPageChunk?: (input: {
		html: string;
		done: boolean;
	}) => string | undefined | Promise<string | undefined>;
}

/** An address of the kit's own. */
export interface HandledRoute {
	answer: RouteHandler;
	/** Whether it needs no identity, so that nobody is looked up. Default: `false` */
	isLazy?: boolean;
}

/** SvelteKit's `Handle`, which SvelteKit 2 and 3 export from different modules: imported, it would be `any` in one of them. */
export type GuardianHandle = (input: {
	event: RequestEvent;
	resolve: (event: RequestEvent, options?: ResolveOptions) => Response | Promise<Response>;
}) => Promise<Response>;

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
	routes: ReadonlyMap<string, HandledRoute>;
	/** Whether a page has one of the kit's forms. */
	hasForm(html: string): boolean;
	/** Whether a response sets or deletes a cookie of the kit. */
	setsCookie(headers: Headers): boolean;
	/** What such a page and every response for a user is sent with; `null` for nothing. */
	securityHeaders: SecurityHeaders | null;
}

/**
 * Creates the hook of the kit. It fills `locals`, answers actions and addresses of the kit, and keeps responses for a user
 * out of every cache.
 *
 * @example
 * ```ts
 * const handle = createHandle({ ...{ requests, prepareIdentity, actions, addresses, routes }, hasForm, setsCookie, securityHeaders });
 * ```
 */
export function createHandle<User extends { id: string }>({
	requests,
	prepareIdentity,
	actions,
	addresses,
	routes,
	hasForm,
	setsCookie,
	securityHeaders
}: HandleOptions<User>): GuardianHandle {
	return async ({ event, resolve }) => {
		const { request, url } = event;
		// The address of a remote function is that of the page which calls it.
		const isPost = request.method === 'POST' && !event.isRemoteRequest;
		const name = isPost ? actionName(url) : null;
		const byAddress = isPost ? addresses.get(url.pathname) : undefined;
		const action = byAddress ?? (name === null ? undefined : actions.get(name));

		const route = event.isRemoteRequest
			? undefined
			: routes.get(`${request.method === 'HEAD' ? 'GET' : request.method} ${url.pathname}`);

		const state = requests.open(event);
		const identify = await prepareIdentity(state);
		if (identify && (action ?? route)?.isLazy) {
			state.identify = async () => {
				delete state.identify;
				await identify();
			};
		} else await identify?.();

		const answer = () => {
			if (action) {
				return withHookOutput(event, resolve, () => answerAction(event, action.dataKey, action));
			}
			if (name !== null) refuseInherited(name);
			// It may return one response for several requests.
			if (route)
				return withHookOutput(event, resolve, async () => copyOf(await route.answer(event)));
			return securityHeaders && !isPrivate(state)
				? resolve(event, { transformPageChunk })
				: resolve(event);
		};
		let showsForm = false;
		const transformPageChunk = ({ html }: { html: string }) => {
			showsForm ||= hasForm(html);
			return html;
		};
		const given = await requests.run(state, () => withThrown(state, answer));
		const kept = state.signInUrl === undefined ? null : await keepForm(state, given);
		const response = kept ?? given;
		// A request that the app has made by `event.fetch` may have set a cookie that this request knows nothing of.
		const isShared = !isPrivate(state) && !setsCookie(response.headers);
		if (isShared && state.headersLater.size === 0) {
			if (!showsForm || !securityHeaders) return response;
			const page = copyOf(response);
			addSecurityHeaders(page.headers, securityHeaders);
			return page;
		}
		const finished = finish(response, state);
		if (securityHeaders) addSecurityHeaders(finished.headers, securityHeaders);
		return finished;
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
	// What the app has asked of itself by `event.fetch` may have set the same.
	const known = answer.headers.getSetCookie().map((cookie) => cookie.split('=', 1)[0]);
	for (const [name, { value, options }] of setCookiesLater) {
		if (known.includes(name)) continue;
		answer.headers.append('set-cookie', event.cookies.serialize(name, value, options));
	}
	for (const [name, value] of headersLater) answer.headers.set(name, value);
	return answer;
}

/**
 * A copy with its own headers. An app may return the same response object for several requests, which must not share headers.
 */
const copyOf = (response: Response) => new Response(response.body, response);

/** SvelteKit looks an action up in a plain object, finds what every object inherits, and fails with a 500. */
function refuseInherited(action: string): void {
	if (action in Object.prototype) error(404, `No action with name '${action}' found`);
}
