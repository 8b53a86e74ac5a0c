import type { Handle } from '@sveltejs/kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { guardianAuth } from '../index.js';
import { Browser } from './request-event.test.support.js';

describe('NC31: signOut() in a request that nobody has made by going there', () => {
	let database: TestDatabase;
	let auth: ReturnType<typeof open>;
	const open = () => guardianAuth({ prisma: database.prisma, limits: false });

	beforeAll(async () => {
		database = await createDatabase('sqlite');
		await database.prisma.user.create({ data: { id: 'ann', email: 'ann@example.com' } });
		auth = open();
	});
	afterAll(() => database.close());

	async function signedIn() {
		const browser = new Browser();
		await browser.visit(auth.handle, ({ cookies }) =>
			auth.createSession({ cookies, userId: 'ann', redirect: false })
		);
		return browser;
	}
	/** `handle` in a request as SvelteKit or a browser marks it. */
	const marked =
		(isDataRequest: boolean, headers: Record<string, string>): Handle =>
		(input) => {
			for (const [name, value] of Object.entries(headers))
				input.event.request.headers.set(name, value);
			return auth.handle({ ...input, event: Object.assign(input.event, { isDataRequest }) });
		};

	test.each<[string, boolean, Record<string, string>, string]>([
		['the data of a page', true, {}, 'in a `load`'],
		['a prefetch', false, { 'sec-purpose': 'prefetch' }, 'prefetched'],
		['a prerender', false, { 'sec-purpose': 'prefetch;prerender' }, 'prefetched'],
		['a prefetch of an older browser', false, { purpose: 'prefetch' }, 'prefetched'],
		['a prefetch of an older Firefox', false, { 'x-moz': 'prefetch' }, 'prefetched']
	])('is refused, and says what to do instead: %s', async (_, isDataRequest, headers, words) => {
		for (const options of [{}, { scope: 'all' }, { scope: 'others' }] as const) {
			const browser = await signedIn();
			const { page } = await browser.visit(marked(isDataRequest, headers), ({ cookies }) =>
				auth.signOut({ cookies, redirect: false, ...options }).catch((error: unknown) => error)
			);
			expect(page).toMatchObject({ code: 'ARGUMENT_INVALID' });
			expect(String(page)).toContain(words);
			expect(String(page)).toContain('<SignOutButton />');
			expect((await browser.visit(auth.handle, ({ locals }) => locals.user?.id)).page).toBe('ann');
		}
	});

	test('a GET of an endpoint that is opened signs out', async () => {
		const browser = await signedIn();
		const { page } = await browser.visit(marked(false, {}), ({ cookies }) =>
			auth.signOut({ cookies, redirect: false })
		);
		expect(page).toMatchObject({ ok: true, revoked: 1 });
		expect((await browser.visit(auth.handle, ({ locals }) => locals.user)).page).toBeFalsy();
	});
});
