import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hash } from '@node-rs/argon2';
import {
	connectTo,
	createDatabase,
	providers,
	type TestDatabase
} from '../../../e2e/support/database.js';
import { isAny } from '../../../e2e/support/gate.js';
import { guardianAuth } from '../index.js';
import { createSealing } from '../sealing/sealing.js';
import { Browser } from './request-event.test.support.js';

const password = 'correct horse battery staple';
const email = 'ann@example.com';
const secret = 'a secret of at least 32 characters';
const PENDING = '__Host-guardian_session_pending';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
/** As the kit names the cookie of a pending sign-out. */
const named = (scope: string, value: string): [string, string] => [
	`${PENDING}_${scope}_${sha256(value).slice(0, 12)}`,
	value
];

describe.each(providers)('MI2: on %s', (provider) => {
	let database: TestDatabase;
	const open = (options: object = { secret }, { prisma } = database) =>
		guardianAuth({ prisma, ...options });
	type Auth = ReturnType<typeof open>;

	beforeEach(async () => {
		vi.spyOn(console, 'error').mockImplementation(() => {});
		database = await createDatabase(provider);
		const passwordHash = await hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });
		await database.prisma.user.create({ data: { id: 'ann', email, passwordHash } });
	});
	afterEach(async () => {
		vi.restoreAllMocks();
		await database.close();
	});

	const visit = (browser: Browser, auth: Auth) =>
		browser.visit(auth.handle, ({ locals }) => (locals as { user: { id: string } | null }).user);
	const leave = (browser: Browser, auth: Auth, scope = 'current') =>
		browser.askToPost(auth.handle, '/?/signout', { scope });
	async function signedIn(auth: Auth) {
		const browser = new Browser();
		await browser.visit(auth.handle, ({ cookies }) =>
			auth.signIn({ cookies, email, password, redirect: false })
		);
		return browser;
	}
	const rename = (from: string, to: string) =>
		database.prisma.$executeRawUnsafe(`ALTER TABLE "${from}" RENAME TO "${to}"`);
	/** Does something while no session can be read or written. */
	async function whileDown<T>(work: () => Promise<T>): Promise<T> {
		await rename('Session', 'SessionAway');
		try {
			return await work();
		} finally {
			await rename('SessionAway', 'Session');
		}
	}

	describe.runIf(isAny(provider))(
		'SE9: knowing what the table holds makes no pending sign-out',
		() => {
			const forged: Record<string, (row: { id: string; userId: string }) => string> = {
				'as it was written before, for everywhere': ({ id }) => `${id}.all.${Date.now()}`,
				'for this session': ({ id }) => `${id}.current.${Date.now()}`,
				'beside what is not sealed': ({ id }) => `${id}~all~${Date.now()}`,
				'with the user': ({ userId }) => `${userId}~all~${Date.now()}`
			};
			test.each(Object.entries(forged))('%s', async (_, forge) => {
				const auth = open();
				const ann = await signedIn(auth);
				const [row] = await database.prisma.session.findMany();
				const thief = new Browser();
				const value = forge(row!);
				for (const scope of ['all', 'current']) {
					thief.putAs(...named(scope, value));
					thief.putAs(`${PENDING}_${scope}_${row!.id.slice(0, 12)}`, value);
				}
				await visit(thief, auth);

				expect(await database.prisma.session.count()).toBe(1);
				expect((await visit(ann, auth)).page).toMatchObject({ email });
			});
		}
	);

	describe.runIf(isAny(provider))('SE10: a forged pending cookie costs no statement', () => {
		const other = createSealing(async () => ['another secret of 32 characters and more']);
		const own = createSealing(async () => [secret]);
		const data = { key: 'a'.repeat(64), userId: 'ann', scope: 'all', requestedAt: 1 };
		const forged: Record<string, () => string | Promise<string>> = {
			'with garbage': () => 'garbage',
			'with a hash': () => `${'a'.repeat(64)}.all.${Date.now()}`,
			'sealed with another secret': () => other.seal('pending-sign-out', data, 60),
			'sealed for another purpose': () => own.seal('session-owner', data, 60),
			'sealed and expired': () => own.seal('pending-sign-out', data, -1),
			'sealed by another kit': () => own.seal('pending-sign-out', { what: 'else' }, 60),
			'with an owner of another secret': async () =>
				`${await other.seal('session-owner', { k: 'aa', u: 'ann' }, 60)}~all~${Date.now()}`
		};
		test.each(Object.entries(forged))('%s', async (_, forge) => {
			const browser = new Browser();
			const value = await forge();
			for (const scope of ['all', 'current']) browser.putAs(...named(scope, value));
			database.statements.length = 0;
			await visit(browser, open());

			expect(database.statements).toEqual([]);
		});

		test('nor does a genuine one under another name', async () => {
			const auth = open();
			const browser = await signedIn(auth);
			await whileDown(async () => browser.obey(await leave(browser, auth)));
			const [[, value]] = browser.pendingCookies as [[string, string]];
			const other = new Browser();
			other.putAs(`${PENDING}_all_000000000000`, value);
			database.statements.length = 0;
			await visit(other, auth);

			expect(database.statements).toEqual([]);
		});

		test('nor do hundreds, beside the secret that is kept in the database and read once', async () => {
			const auth = open({});
			const browser = new Browser();
			for (let index = 0; index < 300; index++) {
				const value = await other.seal('pending-sign-out', data, 60);
				browser.putAs(...named('all', value));
			}
			await visit(browser, auth);
			database.statements.length = 0;
			await visit(browser, auth);

			expect(database.statements).toEqual([]);
		});
	});

	describe('SE8: a pending sign-out everywhere holds once its own session is gone', () => {
		test.each([
			['with a secret of the app’s', { secret }],
			['with the secret that the kit keeps', {}]
		])('%s', async (_, options) => {
			const auth = open(options);
			const browser = await signedIn(auth);
			const thief = await signedIn(auth);
			await whileDown(async () => {
				const { response } = browser.obey(await leave(browser, auth, 'all'));
				expect(response.headers.get('location')).toContain('REVOCATION_PENDING');
			});
			// The thief signs the others out, and so ends the session that the pending sign-out came from.
			await thief.post(auth.handle, '/?/signout', { scope: 'others' });
			expect((await visit(thief, auth)).page).toMatchObject({ email });
			// Another instance finishes it.
			await visit(browser, open(options));

			expect(browser.pending).toEqual([]);
			expect(await database.prisma.session.count()).toBe(0);
			expect((await visit(thief, auth)).page).toBeNull();
		});
	});

	describe('RF1: where the secret cannot be read either', () => {
		test('the browser keeps what it holds sealed, and the sign-out is finished while its session is there', async () => {
			const browser = await signedIn(open({}));
			await signedIn(open({}));
			await rename('GuardianSecret', 'SecretAway');
			// An instance that has started since.
			const late = open({});
			await whileDown(async () => browser.obey(await leave(browser, late, 'all')));
			expect(browser.session).toBeNull();
			expect(browser.pending).toHaveLength(1);
			await visit(browser, open({}));
			expect(browser.pending).toHaveLength(1);
			await rename('SecretAway', 'GuardianSecret');
			await visit(browser, open({}));

			expect(browser.pending).toEqual([]);
			expect(await database.prisma.session.count()).toBe(0);
		});

		test('a copy of an ended session’s cookie ends nothing later', async () => {
			const auth = open({});
			const browser = await signedIn(auth);
			const [[, value]] = [browser.sessionCookie!];
			await browser.post(auth.handle, '/?/signout', {});
			await signedIn(auth);
			const thief = new Browser();
			const owner = value.slice(value.indexOf('.') + 1);
			thief.putAs(...named('all', `${owner}~all~${Date.now() + 1e6}`));
			await visit(thief, auth);

			expect(await database.prisma.session.count()).toBe(1);
		});

		test('a cookie of an earlier version is kept, and the person is told to try again', async () => {
			const auth = open({});
			const browser = await signedIn(auth);
			const token = browser.session!.value;
			const old = new Browser();
			old.present(token);
			await rename('GuardianSecret', 'SecretAway');
			const late = open({});
			const { response } = await whileDown(() => leave(old, late));

			expect(response.headers.get('location')).toContain('STORE_UNAVAILABLE');
			expect(old.session?.value).toBe(token);
		});
	});

	test('RF1: a pending sign-out of this session is not taken for one of every session', async () => {
		const auth = open();
		const browser = await signedIn(auth);
		const thief = await signedIn(auth);
		const ask = async (scope: string) => {
			const { response } = browser.obey(await leave(browser, auth, scope));
			return response.headers.get('location');
		};
		await whileDown(async () => {
			expect(await ask('current')).toContain('REVOCATION_PENDING');
			expect(await ask('all')).toMatch(/^\/signin\b/);
			expect(await ask('current')).toContain('REVOCATION_PENDING');
		});
		await visit(browser, auth);
		expect((await visit(thief, auth)).page).not.toBeNull();
	});

	test.runIf(isAny(provider))(
		'SE11: a slow answer that finished one pending sign-out leaves a newer one of the same session',
		async () => {
			const auth = open();
			const browser = await signedIn(auth);
			// Two tabs sign out while the database is down; the second answer is on the way.
			const [first, second] = await whileDown(async () => [
				await leave(browser, auth, 'all'),
				await leave(browser, auth, 'all')
			]);
			browser.obey(first!);
			const slow = await browser.ask(auth.handle, () => null);
			browser.obey(second!);
			browser.obey(slow);

			expect(browser.pending).toHaveLength(1);
			await visit(browser, auth);
			expect(browser.pending).toEqual([]);
		}
	);

	test('a session works without the table of the secret, and so does signing out', async () => {
		await database.prisma.$executeRawUnsafe('DROP TABLE "GuardianSecret"');
		const prisma = await connectTo(database.url);
		const auth = guardianAuth({ prisma });
		const browser = await signedIn(auth);
		expect((await visit(browser, auth)).page).toMatchObject({ email });
		await browser.post(auth.handle, '/?/signout', {});
		expect(await database.prisma.session.count()).toBe(0);
		await prisma.$disconnect();
	});
});
