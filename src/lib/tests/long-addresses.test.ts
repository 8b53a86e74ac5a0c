import { isRedirect, type RequestEvent } from '@sveltejs/kit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { audit } from '../../../e2e/fixture/src/lib/audit.js';
import { createSchemaDatabase, type SchemaDatabase } from '../../../e2e/support/schemas.js';
import { guardianAuth } from '../index.js';
import { Browser } from './request-event.test.support.js';

/** What proxies and browsers take: nginx answers 8 KiB of headers with an error, and older ones half of that. */
const LONGEST = 2048;

/** What an address leads back to: itself, its path, or nothing. */
const ADDRESSES: [what: string, address: string, back: string | null][] = [
	['a short one', '/notes?tab=a', '/notes?tab=a'],
	['one with a long query', `/notes?q=${'a'.repeat(3_000)}`, '/notes'],
	['one whose query is long once encoded', `/notes?q=${'%26'.repeat(600)}`, '/notes'],
	['one of many words', `/notes?q=${'%E6%97%A5'.repeat(210)}`, '/notes'],
	['one with 14,000 characters', `/notes?q=${'é'.repeat(2_300)}`, '/notes'],
	['one with a long path', `/notes/${'a'.repeat(3_000)}`, null],
	['one whose path is long once encoded', `/notes/${'%25'.repeat(600)}`, null]
];

describe('SE48: no answer of the kit leads to an address of more than 2,048 characters', () => {
	let database: SchemaDatabase;
	let auth: ReturnType<typeof open>;
	const open = () =>
		guardianAuth({
			prisma: database.client('audit'),
			secret: 'a secret of at least 32 characters',
			features: [audit()]
		});

	beforeAll(async () => {
		vi.spyOn(console, 'error').mockImplementation(() => {});
		database = await createSchemaDatabase('sqlite', 'audit');
		auth = open();
	});
	afterAll(() => database.close());

	const at = (address: string) => new URL(address, 'https://app.example');
	/** Where the page at an address leads. */
	async function ledTo(address: string, work: (event: RequestEvent) => unknown) {
		const { page } = await new Browser().visit(auth.handle, async (event) => {
			try {
				await work({ ...event, url: at(address) });
			} catch (thrown) {
				if (isRedirect(thrown)) return thrown.location;
				throw thrown;
			}
			return 'nowhere';
		});
		return page!;
	}
	const backOf = (location: string) => at(location).searchParams.get('callbackUrl');

	test.each(ADDRESSES)('requireUser() at %s', async (_, address, back) => {
		const location = await ledTo(address, (event) => auth.requireUser(event));
		expect(location.length).toBeLessThanOrEqual(LONGEST);
		expect(at(location).pathname).toBe('/signin');
		// What is longer than any `callbackUrl` may be leads to the start page.
		expect(backOf(location) ?? '/').toBe(back ?? '/');
	});

	test.each(ADDRESSES)('an action for users at %s', async (_, address, back) => {
		const action = `${address}${address.includes('?') ? '&' : '?'}/forget`;
		const { response } = await new Browser().post(auth.handle, action, {});
		const location = response.headers.get('location')!;
		expect(location.length).toBeLessThanOrEqual(LONGEST);
		// What is longer than any `callbackUrl` may be leads to the start page.
		expect(backOf(location) ?? '/').toBe(back ?? '/');
	});

	test.each(ADDRESSES)('the page after a sign-out at %s', async (_, address) => {
		const action = `${address}${address.includes('?') ? '&' : '?'}/signout`;
		const { response } = await new Browser().post(auth.handle, action, { scope: 'others' });
		expect(response.headers.get('location')!.length).toBeLessThanOrEqual(LONGEST);
	});

	test.each(ADDRESSES)('a sign-out that asks for %s', async (_, callbackUrl) => {
		const { response } = await new Browser().post(auth.handle, '/?/signout', { callbackUrl });
		expect(response.headers.get('location')!.length).toBeLessThanOrEqual(LONGEST);
	});

	test.each([
		...ADDRESSES.map(([what, callbackUrl, back]) => [what, { callbackUrl }, back] as const),
		['one of half a character', { callbackUrl: `/${'😀'.repeat(1_024)}` }, null] as const,
		['nothing, for a long id', { sessionId: '日'.repeat(3_000) }, null] as const,
		[
			'a short one, for a long id',
			{ callbackUrl: '/a', sessionId: '日'.repeat(300) },
			'/a'
		] as const
	])('the sign-out page after a failed sign-out that asks for %s', async (_, fields, back) => {
		const browser = new Browser();
		await database.client('audit').user.deleteMany();
		const { id } = await database.client('audit').user.create({ data: { email: 'a@example.com' } });
		await browser.visit(auth.handle, ({ cookies }) =>
			auth.createSession({ cookies, userId: id, redirect: false })
		);
		await database.client('audit').$executeRawUnsafe('ALTER TABLE "Session" RENAME TO "Away"');
		const { response } = await browser
			.post(auth.handle, '/?/signout', fields)
			.finally(() =>
				database.client('audit').$executeRawUnsafe('ALTER TABLE "Away" RENAME TO "Session"')
			);
		const location = response.headers.get('location')!;
		expect(location.length).toBeLessThanOrEqual(LONGEST);
		expect(at(location).searchParams.has('error')).toBe(true);
		expect(backOf(location)).toBe(back);
		if ('sessionId' in fields) {
			// Without it the page would offer to sign this browser out.
			expect(at(location).searchParams.get('sessionId')).toMatch(/^日{50,}$/);
		}
	});
});
