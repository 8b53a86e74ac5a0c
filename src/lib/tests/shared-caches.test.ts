import type { RequestEvent } from '@sveltejs/kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { guardianAuth } from '../index.js';
import { Browser } from './request-event.test.support.js';

describe('SE47: an answer with a cookie of the kit is in no shared cache, whoever has set the cookie', () => {
	let database: TestDatabase;
	let auth: ReturnType<typeof open>;
	const open = () =>
		guardianAuth({
			prisma: database.prisma,
			cookie: { legacy: [{ name: 'old_session' }] },
			fromLucia: { until: new Date(Date.now() + 60_000) }
		});

	beforeAll(async () => {
		database = await createDatabase('sqlite');
		auth = open();
	});
	afterAll(() => database.close());

	/** The answer to an anonymous visitor of a page that may be kept, and that sets a cookie without the kit's knowledge. */
	async function answerWith(cookies: string[], others: [name: string, value: string][] = []) {
		const handle = ({ event }: { event: RequestEvent }) =>
			auth.handle({
				event,
				resolve: () =>
					new Response('', {
						headers: [
							['cache-control', 'public, max-age=60'],
							...others,
							...cookies.map((cookie): [string, string] => ['set-cookie', cookie])
						]
					})
			});
		const { response } = await new Browser().visit(handle, () => {});
		return response.headers;
	}

	test.each([
		['of a session', ['__Host-guardian_session_ba7816bf8f01=token; Path=/; Secure']],
		['of a session, on localhost', ['guardian_session_ba7816bf8f01=token; Path=/']],
		['of a session, for subdomains', ['__Secure-guardian_session_ba7816bf8f01=token; Path=/']],
		['that is deleted', ['__Host-guardian_session_ba7816bf8f01=; Max-Age=0; Path=/']],
		['of a pending sign-out', ['__Host-guardian_session_pending_all_ba7816bf8f01=x; Path=/']],
		['of a known browser', ['__Host-guardian_session_device=x; Path=/']],
		['of an earlier setup', ['old_session=; Max-Age=0; Path=/']],
		['of Lucia', ['auth_session=; Max-Age=0; Path=/']],
		['beside one of the app', ['theme=dark; Path=/', 'guardian_session_ba7816bf8f01=x; Path=/']]
	])('a cookie %s', async (_, cookies) => {
		const headers = await answerWith(cookies);
		expect(headers.get('cache-control')).toBe('private, no-store');
		expect(headers.get('x-frame-options')).toBe('DENY');
		expect(headers.getSetCookie()).toEqual(cookies);
	});

	test.each([
		'cdn-cache-control',
		'vercel-cdn-cache-control',
		'netlify-cdn-cache-control',
		'cloudflare-cdn-cache-control',
		'surrogate-control',
		'edge-control',
		'x-accel-expires'
	])('%s, which a shared cache heeds first', async (name) => {
		const others: [string, string][] = [[name, 'max-age=300']];
		const cookies = ['guardian_session_ba7816bf8f01=token; Path=/'];
		expect((await answerWith(cookies, others)).get(name)).toBeNull();
		expect((await answerWith([], others)).get(name)).toBe('max-age=300');
	});

	test.each([[[]], [['theme=dark; Path=/']], [['my_guardian_session_x=1; Path=/']]])(
		'what the app sets of its own is its own business: %j',
		async (cookies) => {
			const headers = await answerWith(cookies);
			expect(headers.get('cache-control')).toBe('public, max-age=60');
		}
	);
});
