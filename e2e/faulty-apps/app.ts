import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const REPLAY = /session cookie still opens/;

/** By what is wrong with a sign-out: the rules that have to fail of it, and what their failures have to say. */
export const FAULTS = {
	'clears the cookie only': {
		'SO1: a copied cookie opens no page': REPLAY,
		'SO1: a copied cookie gets no page data': REPLAY,
		'SO1: a copied cookie runs no form action': REPLAY,
		'SO6: without JavaScript the form signs out': REPLAY
	},
	'lets pages be cached': {
		'SO8: the Back button shows nothing private': /Back button still shows/
	},
	'signs out on GET': {
		'SO4: opening the sign-out page signs nobody out': /signed the person out/
	},
	'needs a script': { 'SO6: without JavaScript the form signs out': /a click handler alone/ },
	'ends one device only': {
		'SO11: signing out everywhere ends the other browsers': /still opens in another browser/
	},
	'tells no other tab': { 'another tab follows a sign-out': /SessionSync/ },
	'lets a guard keep the page': {
		'FR1: a tab that asks before it is left': /guard against unsaved changes/
	},
	'calls it done without the database': {
		'RF1: with the database down': /nothing told the person/
	},
	'never finishes it': {
		'RF1: with the database down': /was not finished once the database was back/
	}
} as const satisfies Record<string, Record<string, RegExp>>;

/** The one fault of an app, or none. */
export type Fault = keyof typeof FAULTS | 'none';

/** A running app with one fault. */
export interface WrongApp {
	origin: string;
	/** Whether its database answers. */
	database: { stop(): void; start(): void };
	close(): Promise<void>;
}

const hash = (token: string) => createHash('sha256').update(token).digest('hex');

/**
 * An app that has nothing of the kit, speaks as SvelteKit does, and signs out rightly but for one fault: what a suite is
 * worth shows where it fails.
 */
export async function startWrongApp(fault: Fault): Promise<WrongApp> {
	const sessions = new Map<string, string>();
	let isUp = true;
	const has = (one: Fault) => fault === one;

	/** @returns the email of whoever asks */
	function identify({ token, pending }: Record<string, string>): string | undefined {
		if (!isUp) return undefined;
		if (pending && !has('never finishes it')) sessions.delete(pending);
		return token === undefined ? undefined : sessions.get(hash(token));
	}

	/** Ends what a sign-out ends, and answers the cookies that go with it. */
	function signOut(token: string, everywhere: boolean): string[] {
		const cleared = 'token=; Path=/; Max-Age=0';
		if (!isUp) return [cleared, `pending=${hash(token)}; Path=/; HttpOnly`];
		if (has('clears the cookie only')) return [cleared];
		const email = sessions.get(hash(token));
		for (const [key, owner] of sessions) {
			const isElsewhere = everywhere && owner === email && !has('ends one device only');
			if (key === hash(token) || isElsewhere) sessions.delete(key);
		}
		return [cleared];
	}

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', 'http://localhost');
		const cookies = cookiesOf(request);
		const form = new URLSearchParams(request.method === 'POST' ? await text(request) : '');
		const email = identify(cookies);
		const to = (location: string, setCookies: string[] = []) =>
			response.writeHead(303, { location, 'set-cookie': setCookies }).end();
		const json = (value: object) => response.end(JSON.stringify(value));
		const html = (body: string) => response.end(page(body));
		response.setHeader('content-type', 'text/html; charset=utf-8');
		response.setHeader(
			'cache-control',
			has('lets pages be cached') ? 'private, max-age=600' : 'private, no-store'
		);

		if (url.pathname === '/signin') {
			const token = randomBytes(32).toString('hex');
			sessions.set(hash(token), form.get('email') ?? '');
			return void to('/account', [`token=${token}; Path=/; HttpOnly`]);
		}
		const isSignOut = url.searchParams.has('/signout');
		if (isSignOut && (request.method === 'POST' || has('signs out on GET'))) {
			const gone = signOut(cookies.token ?? '', form.get('scope') === 'all');
			return void to(isUp || has('calls it done without the database') ? '/' : '/?pending', gone);
		}
		if (url.searchParams.has('/whoami')) return void json({ type: 'success', data: email ?? null });
		if (url.pathname === '/account/__data.json') {
			return void json(
				email
					? { type: 'data', nodes: [{ type: 'data', data: [email] }] }
					: { type: 'redirect', location: '/' }
			);
		}
		if (url.pathname === '/account' && !email) return void to('/');
		if (url.pathname === '/account') return void html(account(email ?? ''));
		html(url.searchParams.has('pending') ? '<p role="alert">Your session ends later.</p>' : 'Home');
	}

	const account = (email: string) =>
		`<p>${email}</p>${
			has('needs a script')
				? `<button onclick="fetch('?/signout',{method:'POST'}).then(()=>location.href='/')">Sign out</button>`
				: '<form method="POST" action="?/signout"><button>Sign out</button></form>'
		}`;

	const follow = () => {
		if (has('tells no other tab')) return 'null';
		if (has('lets a guard keep the page')) return 'location.reload()';
		return '{ document.body.hidden = true; location.reload(); }';
	};

	const page = (body: string) => `<!doctype html><link rel="icon" href="data:,">${body}<script>
		const tabs = new BroadcastChannel('tabs');
		if (location.pathname === '/') tabs.postMessage('out');
		else tabs.onmessage = () => ${follow()};
		document.body.insertAdjacentHTML('beforeend', '<i id="svelte-announcer"></i>');
	</script>`;

	const server = createServer((request, response) => {
		answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		origin: `http://localhost:${(server.address() as AddressInfo).port}`,
		database: { stop: () => void (isUp = false), start: () => void (isUp = true) },
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		}
	};
}

const cookiesOf = ({ headers }: IncomingMessage): Record<string, string> =>
	Object.fromEntries((headers.cookie ?? '').split('; ').map((pair) => pair.split('=')));
