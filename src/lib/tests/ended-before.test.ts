import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hash } from '@node-rs/argon2';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { isAny } from '../../../e2e/support/gate.js';
import { guardianAuth } from '../index.js';
import { Browser } from './request-event.test.support.js';

const password = 'correct horse battery staple';
const email = 'ann@example.com';
const secret = 'a secret of at least 32 characters';

type Fields = { scope: 'current' | 'others' | 'all' } | { sessionId: string };

describe.runIf(isAny(providers[0]!))(
	'a sign-out of a browser whose session has already ended',
	() => {
		let database: TestDatabase;
		let auth: ReturnType<typeof open>;
		const open = () => guardianAuth({ prisma: database.prisma, secret });

		beforeEach(async () => {
			database = await createDatabase(providers[0]!);
			const passwordHash = await hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });
			await database.prisma.user.create({ data: { id: 'ann', email, passwordHash } });
			auth = open();
		});
		afterEach(() => database.close());

		async function signedIn() {
			const browser = new Browser();
			const { page } = await browser.visit(auth.handle, ({ cookies }) =>
				auth.signIn({ cookies, email, password, redirect: false })
			);
			return { browser, id: page!.ok ? page!.session.id : '' };
		}
		/** A laptop whose session the thief on the phone has ended. */
		async function laptopAndPhone() {
			const laptop = await signedIn();
			const phone = await signedIn();
			await phone.browser.post(auth.handle, '/?/signout', { scope: 'others' });
			return { laptop, phone };
		}
		const posted = (browser: Browser, fields: Fields, accept = 'application/json') =>
			browser.askToPost(
				auth.handle,
				'/account?tab=a&/signout',
				{ ...fields },
				{
					accept,
					...(accept === 'application/json' && { 'x-sveltekit-action': 'true' })
				}
			);
		const called = async (browser: Browser, fields: Fields) => {
			const { page } = await browser.visit(auth.handle, ({ cookies }) =>
				auth.signOut({ ...fields, cookies, redirect: false })
			);
			return page!;
		};
		const count = () => database.prisma.session.count();
		const SIGN_IN = '/signin?callbackUrl=%2Faccount%3Ftab%3Da';

		const asked: [string, (phone: string) => Fields][] = [
			['all', () => ({ scope: 'all' })],
			['others', () => ({ scope: 'others' })],
			['one session', (sessionId) => ({ sessionId })]
		];

		test.each(asked)(
			'SO11: `%s` is not `ok` while a session that it means lives',
			async (_, of) => {
				const { laptop, phone } = await laptopAndPhone();
				const stranger = new Browser();
				for (const browser of [laptop.browser, stranger]) {
					const refused = { ok: false, code: 'SIGN_IN_REQUIRED', signedOut: true };
					const native = await posted(browser, of(phone.id), 'text/html');
					expect.soft(native.response.headers.get('location')).toBe(SIGN_IN);
					const enhanced = await posted(browser, of(phone.id));
					const body = await enhanced.response.text();
					expect.soft(JSON.parse(body)).toMatchObject({ type: 'failure', status: 401 });
					expect.soft(body).toContain(SIGN_IN);
					expect
						.soft(await called(browser, of(phone.id)))
						.toMatchObject({ ...refused, url: '/signin' });
				}
				// An old cookie ends nobody's sessions.
				expect(await count()).toBe(1);
			}
		);

		test('`current` is `ok`', async () => {
			const { laptop } = await laptopAndPhone();
			for (const browser of [laptop.browser, new Browser()]) {
				expect(await called(browser, { scope: 'current' })).toMatchObject({ ok: true, revoked: 0 });
			}
		});

		test.each([
			['everywhere', 'all'],
			['one session', 'session']
		])('a form that is sent twice is `ok` twice: %s', async (_, scope) => {
			await signedIn();
			const { browser, id } = await signedIn();
			const fields: Fields = scope === 'all' ? { scope } : { sessionId: id };
			const answers = [await posted(browser, fields), await posted(browser, fields)];
			for (const { response } of answers) {
				expect(await response.json()).toMatchObject({ type: 'redirect' });
			}
		});

		test('a cookie whose owner is not sealed for its token proves nothing', async () => {
			await signedIn();
			const { browser } = await signedIn();
			const [name, value] = browser.sessionCookie!;
			await database.prisma.session.deleteMany();
			const other = new Browser();
			other.present('A'.repeat(43));
			const [forged] = other.sessionCookie!;
			other.putAs(forged, `${'A'.repeat(43)}${value.slice(value.indexOf('.'))}`);
			expect(name).not.toBe(forged);
			expect(await called(other, { scope: 'all' })).toMatchObject({ code: 'SIGN_IN_REQUIRED' });
			expect(await called(browser, { scope: 'all' })).toMatchObject({ ok: true, revoked: 0 });
		});
	}
);
