import { createHash } from 'node:crypto';
import { request as send, type IncomingHttpHeaders } from 'node:http';
import type { Server } from './server.js';

/** A cookie as a response sets it. */
export interface SetCookie {
	name: string;
	value: string;
	/** By lower-case name; a flag is `true`. */
	attributes: Record<string, string | true>;
}

/** What a server answered. Redirects are not followed. */
export interface Answer {
	status: number;
	headers: IncomingHttpHeaders;
	location: string | undefined;
	/** Without the proof that a browser has signed in before, which every sign-in sets. */
	setCookies: SetCookie[];
	proofs: SetCookie[];
	body: string;
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the test says what it expects
	json(): any;
}

export interface Message {
	headers?: Record<string, string>;
	body?: string | Buffer;
}

/** Fields of a form; a list is a field that comes more than once. */
export type Fields = Record<string, string | string[]>;

/**
 * A browser's HTTP half: it keeps cookies, and says where it comes from as a page of the app would. Over `node:http`,
 * because `fetch` does not let a test choose every header.
 *
 * @example
 * ```ts
 * const client = new Client(server);
 * await client.post('/?/signout');
 * ```
 */
export class Client {
	readonly cookies = new Map<string, string>();
	/** The proofs that this browser has signed in before, which outlive a sign-out: kept and sent, and left out of `cookies`. */
	readonly proofs = new Map<string, string>();

	constructor(readonly server: Server) {}

	/** What the names of the kit's cookies begin with on this server. */
	get #base() {
		return `${this.server.origin.startsWith('https:') ? '__Host-' : ''}guardian_session_`;
	}

	/** The name of the cookie that holds the session; of the latest, where there are several. */
	get cookieName(): string | undefined {
		return this.#names(/^[0-9a-f]{12}$/).at(-1);
	}

	get token(): string | undefined {
		return this.cookieName && this.cookies.get(this.cookieName)?.split('.')[0];
	}

	/** Whether a sign-out of this browser is still to be confirmed. */
	get isPending(): boolean {
		return this.#names(/^pending_(current|all)_[0-9a-f]{12}$/).length > 0;
	}

	#names(rest: RegExp): string[] {
		const base = this.#base;
		return [...this.cookies.keys()].filter(
			(name) => name.startsWith(base) && rest.test(name.slice(base.length))
		);
	}

	/** Presents a token in place of its own, as whoever copied or planted it does. */
	present(token: string | undefined): void {
		if (this.cookieName) this.cookies.delete(this.cookieName);
		this.cookies.set(this.nameFor(token ?? ''), token ?? '');
	}

	/** The name of the cookie for a token: each session has one of its own. */
	nameFor(token: string): string {
		return this.#base + createHash('sha256').update(token).digest('hex').slice(0, 12);
	}

	/** Another browser with the same cookies: what a thief of them has. */
	copy(): Client {
		const copy = new Client(this.server);
		for (const [name, value] of this.cookies) copy.cookies.set(name, value);
		return copy;
	}

	/** Sends exactly this, beside the cookies. */
	async request(method: string, path: string, { headers, body }: Message = {}): Promise<Answer> {
		const cookie = [...this.cookies, ...this.proofs]
			.map(([name, value]) => `${name}=${value}`)
			.join('; ');
		const answer = await exchange(this.server, method, path, {
			headers: { ...(cookie && { cookie }), ...headers },
			...(body !== undefined && { body })
		});
		for (const { name, value, attributes } of answer.setCookies) {
			if (attributes['max-age'] === '0') this.cookies.delete(name);
			else this.cookies.set(name, value);
		}
		for (const { name, value } of answer.proofs) this.proofs.set(name, value);
		return answer;
	}

	get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
		return this.request('GET', path, { headers: { accept: 'text/html', ...headers } });
	}

	/**
	 * Visits until no sign-out of this browser is pending. Once the database is back one visit is enough, but for a
	 * crowded machine, on which it may give up first.
	 */
	async finish(): Promise<void> {
		const until = Date.now() + 20_000;
		do {
			await this.get('/');
			if (!this.isPending) return;
		} while (Date.now() < until);
		throw new Error('The sign-out is still pending.');
	}

	/** Posts a form as a browser without JavaScript does. */
	post(path: string, fields: Fields = {}, headers: Record<string, string> = {}): Promise<Answer> {
		return this.request('POST', path, {
			headers: {
				accept: 'text/html',
				origin: this.server.origin,
				'content-type': 'application/x-www-form-urlencoded',
				...headers
			},
			body: urlencoded(fields)
		});
	}

	/** Posts a form as `use:enhance` does. */
	enhanced(path: string, fields: Fields = {}): Promise<Answer> {
		return this.post(path, fields, { accept: 'application/json', 'x-sveltekit-action': 'true' });
	}

	/** Who is signed in, as an endpoint sees it; on the fixture only. */
	async whoami(): Promise<string | null> {
		const { user } = (await this.get('/api/me')).json();
		return user?.email ?? null;
	}
}

export function urlencoded(fields: Fields): string {
	const entries = Object.entries(fields);
	return new URLSearchParams(
		entries.flatMap(([name, value]) => [value].flat().map((one) => [name, one]))
	).toString();
}

function exchange(server: Server, method: string, path: string, { headers, body }: Message) {
	return new Promise<Answer>((resolve, reject) => {
		const host = new URL(server.origin).host;
		const options = {
			host: '127.0.0.1',
			port: server.port,
			method,
			path,
			// One connection a request: a server that refuses a body closes it.
			agent: false as const,
			headers: {
				host,
				...headers,
				...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) })
			}
		};
		const request = send(options, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () => {
				const text = Buffer.concat(chunks).toString();
				const set = (response.headers['set-cookie'] ?? []).map(parseSetCookie);
				resolve({
					status: response.statusCode ?? 0,
					headers: response.headers,
					location: response.headers.location,
					setCookies: set.filter(({ name }) => !isProof(name)),
					proofs: set.filter(({ name }) => isProof(name)),
					body: text,
					json: () => JSON.parse(text)
				});
			});
		});
		request.on('error', reject);
		request.end(body);
	});
}

const isProof = (name: string) => name.endsWith('_device');

function parseSetCookie(header: string): SetCookie {
	const [[name = '', value = ''] = [], ...attributes] = header
		.split(';')
		.map((part) => part.trim().split(/=(.*)/s, 2));
	return {
		name,
		value,
		attributes: Object.fromEntries(
			attributes.map(([attribute = '', text]) => [attribute.toLowerCase(), text ?? true])
		)
	};
}
