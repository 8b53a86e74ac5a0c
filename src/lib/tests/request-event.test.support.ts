import { createHash } from 'node:crypto';
import type { Cookies, Handle, RequestEvent } from '@sveltejs/kit';

const ORIGIN = 'https://app.example';
const SESSION = /^__Host-guardian_session_[0-9a-f]{12}$/;
const TICKET = /^__Host-guardian_session_pending_(current|all)_[0-9a-f]{12}$/;

export interface Kept {
	value: string;
	until: number;
}

/** What came back, as a browser sees it. */
export interface Answer<T> {
	response: Response;
	/** What the page made of the request; nothing where `handle` answered it. */
	page: T | undefined;
}

/**
 * A browser as far as cookies go: it sends what it keeps, and obeys every `Set-Cookie` in the order they come.
 *
 * @example
 * ```ts
 * const phone = new Browser();
 * await phone.visit(auth.handle, (event) => event.locals.user);
 * ```
 */
export class Browser {
	readonly #jar = new Map<string, Kept>();

	/** The client's address, as the adapter says it; `null` for an adapter that knows none. */
	address: string | null = '192.0.2.1';

	/** The token of the session that it holds; of the latest, where there are several. */
	get session(): Kept | null {
		const kept = this.#kept(SESSION).at(-1);
		return kept ? { ...kept, value: kept.value.split('.')[0]! } : null;
	}

	/** The whole cookie of that session, with its name. */
	get sessionCookie(): [name: string, value: string] | null {
		const found = [...this.#jar].findLast(
			([name, { until }]) => SESSION.test(name) && until > Date.now()
		);
		return found ? [found[0], found[1].value] : null;
	}

	/** The cookies of the sign-outs that are pending, by their names. */
	get pendingCookies(): [name: string, value: string][] {
		return [...this.#jar]
			.filter(([name, { until }]) => TICKET.test(name) && until > Date.now())
			.map(([name, { value }]) => [name, value]);
	}

	/** The cookies of the sign-outs that are pending. */
	get pending(): Kept[] {
		return this.#kept(TICKET);
	}

	/** Presents this as the token of a session. */
	present(token: string) {
		const key = createHash('sha256').update(token).digest('hex');
		this.putAs(`__Host-guardian_session_${key.slice(0, 12)}`, token);
	}

	#kept(name: RegExp): Kept[] {
		return [...this.#jar]
			.filter(([other, { until }]) => name.test(other) && until > Date.now())
			.map(([, kept]) => kept);
	}

	/** A cookie as an earlier setup has left it, under the name that it has. */
	putAs(name: string, value: string) {
		this.#jar.set(name, { value, until: Infinity });
	}

	/** The value of a cookie, by its whole name, if it would be sent. */
	valueOf(name: string): string | undefined {
		const kept = this.#jar.get(name);
		return kept && kept.until > Date.now() ? kept.value : undefined;
	}

	forget() {
		this.#jar.clear();
	}

	async visit<T>(
		handle: Handle,
		page: (event: RequestEvent) => Promise<T> | T
	): Promise<Answer<T>> {
		return this.obey(await this.ask(handle, page));
	}

	/** Sends the request of a page. Its answer is on the way until the browser is to {@link obey} it. */
	ask<T>(handle: Handle, page: (event: RequestEvent) => Promise<T> | T): Promise<Answer<T>> {
		return this.#send(handle, '/account', {}, page);
	}

	/** Opens an address that no page answers. */
	async get(
		handle: Handle,
		path: string,
		headers: Record<string, string> = {},
		method: 'GET' | 'HEAD' = 'GET'
	): Promise<Answer<never>> {
		return this.obey(await this.#send(handle, path, { headers, method }, noPage(path)));
	}

	/** Posts a form as a browser without JavaScript does. */
	async post(
		handle: Handle,
		path: string,
		fields: Record<string, string>,
		headers: Record<string, string> = {}
	): Promise<Answer<never>> {
		return this.obey(await this.askToPost(handle, path, fields, headers));
	}

	/** Posts a form to an action that a page exports. Returns what the action does, and throws what it throws. */
	async act<T>(
		handle: Handle,
		path: string,
		fields: Record<string, string>,
		action: (event: RequestEvent) => Promise<T>
	): Promise<T> {
		const init = { method: 'POST', body: new URLSearchParams(fields) };
		let outcome: Promise<T> | undefined;
		const answer = await this.#send(handle, path, init, async (event) => {
			outcome = action(event);
			await outcome.catch(() => {});
		});
		this.obey(answer);
		return await outcome!;
	}

	/** As {@link ask}, for a form. */
	askToPost(
		handle: Handle,
		path: string,
		fields: Record<string, string>,
		headers: Record<string, string> = {}
	): Promise<Answer<never>> {
		const init = { method: 'POST', body: new URLSearchParams(fields), headers };
		return this.#send(handle, path, init, noPage(path));
	}

	async #send<T>(
		handle: Handle,
		path: string,
		init: RequestInit,
		page: (event: RequestEvent) => Promise<T> | T
	): Promise<Answer<T>> {
		const url = new URL(path, ORIGIN);
		const sent = new Map<string, string>();
		for (const [name, { value, until }] of this.#jar) if (until > Date.now()) sent.set(name, value);
		const request = new Request(url, {
			...init,
			headers: {
				origin: ORIGIN,
				accept: 'text/html',
				'user-agent': 'Model',
				cookie: [...sent].map(([name, value]) => `${name}=${value}`).join('; '),
				...(init.headers as Record<string, string> | undefined)
			}
		});
		const { cookies, headers } = createCookies(sent);
		const responseHeaders: Record<string, string> = {};
		const event = {
			...{ url, request, cookies, locals: {}, route: { id: null } },
			setHeaders(headers: Record<string, string>) {
				// As SvelteKit refuses it.
				const twice = Object.keys(headers).find((name) => name in responseHeaders);
				if (twice) throw new Error(`"${twice}" header is already set`);
				Object.assign(responseHeaders, headers);
			},
			getClientAddress: () => {
				if (this.address === null) throw new Error('This adapter knows no address.');
				return this.address;
			}
		};

		let made: T | undefined;
		const response = await handle({
			event: event as unknown as RequestEvent,
			// SvelteKit writes the cookies onto what comes out of `resolve`, and onto nothing else.
			resolve: async (handled) => {
				// What runs behind `handle` gets a copy of the event, with the same cookies.
				const event = { ...handled };
				// As SvelteKit does with a method that no page has.
				if (event.request.method !== 'GUARDIAN') made = await page(event);
				cookies.set = () => {
					throw new Error('Cannot use `cookies.set(...)` after the response has been generated');
				};
				event.setHeaders = () => {
					throw new Error('Cannot use `setHeaders(...)` after the response has been generated');
				};
				return new Response('', { headers: [...Object.entries(responseHeaders), ...headers()] });
			}
		});
		return { response, page: made };
	}

	/** Receives an answer. */
	obey<T>(answer: Answer<T>): Answer<T> {
		for (const header of answer.response.headers.getSetCookie()) this.#obey(header);
		return answer;
	}

	#obey(header: string) {
		const [pair = '', ...attributes] = header.split('; ');
		const [name = '', value = ''] = pair.split('=');
		const maxAge = attributes.find((attribute) => attribute.startsWith('Max-Age='))?.slice(8);
		const until = Date.now() + Number(maxAge) * 1000;
		this.#jar.set(name, { value: decodeURIComponent(value), until });
	}
}

const noPage = (path: string) => (): never => {
	throw new Error(`No page answers ${path}.`);
};

/** SvelteKit's cookies of one request, for one host and the path `/`: the last `set` of a name is what `get` answers. */
function createCookies(sent: ReadonlyMap<string, string>) {
	const changed = new Map<string, { value: string; header: string }>();
	const cookies: Cookies = {
		get: (name) => {
			const { value } = changed.get(name) ?? { value: sent.get(name) };
			return value || undefined;
		},
		getAll: () =>
			[...new Set([...sent.keys(), ...changed.keys()])].map((name) => ({
				name,
				value: changed.get(name)?.value ?? sent.get(name) ?? ''
			})),
		set(name, value, options) {
			changed.set(name, { value, header: cookies.serialize(name, value, options) });
		},
		delete(name, options) {
			// By its name, for the kit may have put its own `set` in the place of this one.
			cookies.set(name, '', { ...options, maxAge: 0 });
		},
		serialize(name, value, { path, maxAge, domain, secure = true, sameSite = 'lax' }) {
			const parts = [`${name}=${encodeURIComponent(value)}`, `Path=${path}`, 'HttpOnly'];
			if (maxAge !== undefined) parts.push(`Max-Age=${Math.floor(maxAge)}`);
			if (domain) parts.push(`Domain=${domain}`);
			if (secure) parts.push('Secure');
			return [...parts, `SameSite=${String(sameSite)}`].join('; ');
		}
	};
	const headers = () => [...changed.values()].map(({ header }) => ['set-cookie', header] as const);
	return {
		cookies,
		headers: () => headers().map(([name, value]) => [name, value] as [string, string])
	};
}
