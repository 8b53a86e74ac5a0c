import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDatabase, type Provider, type TestDatabase } from '../../../e2e/support/database.js';
import { anyProvider } from '../../../e2e/support/gate.js';
import { administer } from '../../../e2e/support/postgres.js';
import { connect, type Client } from '../../../prisma/tools/connect.js';
import { hashPassword } from '../features/password/password.js';
import { guardianAuth } from '../index.js';
import { Browser } from './request-event.test.support.js';
import { createSessions } from '../sessions/sessions.js';
import { createQuery } from '../database/query.js';

const password = 'correct horse battery';
const role = `guardian_test_${randomBytes(6).toString('hex')}`;

type DeleteMany = {
	args: Pick<NonNullable<Parameters<Client['session']['deleteMany']>[0]>, 'where'>;
};

/** Marks a session in place of deleting it. */
const softDelete =
	(prisma: Client) =>
	({ args: { where } }: DeleteMany) =>
		prisma.session.updateMany({ ...(where && { where }), data: { userAgent: 'deleted' } });

/** What keeps the row of a session that is deleted, without an error. */
const KEEPERS: { name: string; provider: Provider; sql?: string[]; client?: Extend }[] = [
	{
		name: 'row-level security without a policy for DELETE',
		provider: 'postgresql',
		sql: [
			`CREATE ROLE ${role}`,
			`GRANT USAGE ON SCHEMA public TO ${role}`,
			`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`,
			'ALTER TABLE "Session" ENABLE ROW LEVEL SECURITY',
			'CREATE POLICY seen ON "Session" FOR SELECT USING (true)',
			'CREATE POLICY made ON "Session" FOR INSERT WITH CHECK (true)',
			'CREATE POLICY moved ON "Session" FOR UPDATE USING (true)',
			// From the next connection on: the tests' own role passes every policy.
			`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET role = ${role}', current_database()); END $$`
		]
	},
	{
		name: 'a BEFORE DELETE trigger that returns NULL',
		provider: 'postgresql',
		sql: [
			'CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
			'CREATE TRIGGER keep BEFORE DELETE ON "Session" FOR EACH ROW EXECUTE FUNCTION keep()'
		]
	},
	{
		name: 'a rule DO INSTEAD NOTHING',
		provider: 'postgresql',
		sql: ['CREATE RULE keep AS ON DELETE TO "Session" DO INSTEAD NOTHING']
	},
	{
		name: 'a rule DO INSTEAD UPDATE',
		provider: 'postgresql',
		sql: [
			`CREATE RULE keep AS ON DELETE TO "Session" DO INSTEAD
				UPDATE "Session" SET "userAgent" = 'deleted' WHERE "id" = OLD."id"`
		]
	},
	{
		name: 'a trigger that ignores the deletion',
		provider: 'sqlite',
		sql: ['CREATE TRIGGER keep BEFORE DELETE ON "Session" BEGIN SELECT RAISE(IGNORE); END']
	},
	...anyProvider.flatMap((provider) => [
		{
			name: 'a client extension that updates instead (soft delete)',
			provider,
			client: (prisma: Client) =>
				prisma.$extends({
					query: {
						session: {
							deleteMany: softDelete(prisma)
						}
					}
				})
		},
		{
			name: 'a soft delete that hides the rows from lists only',
			provider,
			client: (prisma: Client) =>
				prisma.$extends({
					query: {
						session: {
							deleteMany: softDelete(prisma),
							findMany: ({ args, query }) =>
								query({ ...args, where: { AND: [args.where ?? {}, { NOT: DELETED }] } })
						}
					}
				})
		}
	])
];

type Extend = (prisma: Client) => object;

const passwordHash = hashPassword(password);
const lifetime = { idle: 600, absolute: 900, renewAfter: 60 };
const issue = (prisma: Client, userId: string) =>
	createSessions({ prisma, lifetime, columns: {}, query: createQuery(5) }).issue(userId, {
		userAgent: null,
		ipAddress: null
	});
const DELETED = { userAgent: 'deleted' };

describe.each(KEEPERS)(
	'SE35: on $provider, $name: what is still there is not called ended',
	({ provider, sql = [], client }) => {
		let database: TestDatabase;
		let plain: Client;
		let prisma: Client;
		let browser: Browser;
		let ann: { id: string; email: string };
		let log: string[];
		let events: unknown[];
		let people = 0;

		const open = (options: object = {}) =>
			guardianAuth({
				prisma,
				...options,
				events: { afterSignOut: (event: unknown) => void events.push(event) }
			});

		beforeAll(async () => {
			database = await createDatabase(provider);
			if (provider === 'postgresql') await administer(database.url, ...sql);
			else for (const statement of sql) await database.prisma.$executeRawUnsafe(statement);
			plain = connect(database.url);
			prisma = client ? (client(plain) as Client) : plain;
		}, 60_000);
		beforeEach(async () => {
			log = [];
			events = [];
			vi.spyOn(console, 'error').mockImplementation((...line) => {
				log.push(line.join(' '));
			});
			browser = new Browser();
			const email = `ann${people++}@example.com`;
			ann = await plain.user.create({ data: { email, passwordHash: await passwordHash } });
			await signIn(browser);
		});
		afterEach(() => {
			vi.restoreAllMocks();
		});
		afterAll(async () => {
			await plain.$disconnect();
			await database.close();
			if (sql.some((statement) => statement.includes(role))) {
				await administer(process.env.TEST_DATABASE_URL!, `DROP ROLE ${role}`);
			}
		});

		/** As signing in does, without the time that a password takes. */
		async function signIn(browser: Browser) {
			const { token } = await issue(plain, ann.id);
			browser.present(token);
		}
		const signOut = async (options: object) => {
			const auth = open();
			const { page } = await browser.visit(auth.handle, ({ cookies }) =>
				auth.signOut({ cookies, redirect: false, ...options })
			);
			return page;
		};
		const who = async (browser: Browser) =>
			(await browser.visit(open().handle, ({ locals }) => locals as { user: unknown })).page?.user;
		const rows = () => plain.session.findMany({ where: { userId: ann.id } });
		const isNamed = () => {
			expect(log.length).toBeGreaterThan(0);
			expect(log.join('\n')).toMatch(/row-level security.*trigger or rule.*soft delete/);
			expect(events).toEqual([]);
		};

		test('this browser’s session: pending, and tried again with each request', async () => {
			const token = browser.session!.value;
			expect(await signOut({})).toMatchObject({ ok: false, code: 'REVOCATION_PENDING' });
			isNamed();
			expect(browser.session).toBeNull();
			expect(log).toHaveLength(1);

			expect(await who(browser)).toBeNull();
			expect(log).toHaveLength(2);
			expect(browser.pending).toHaveLength(1);
			isNamed();
			const thief = new Browser();
			thief.present(token);
			expect(await who(thief)).toMatchObject({ id: ann.id });
		});

		test('by the form, which leads to the page that says so', async () => {
			const { response } = await browser.post(open().handle, '/account?/signout', {});
			expect(response.headers.get('location')).toBe('/signout?error=REVOCATION_PENDING');
			isNamed();
		});

		test('all sessions: pending', async () => {
			await signIn(new Browser());
			expect(await signOut({ scope: 'all' })).toMatchObject({ code: 'REVOCATION_PENDING' });
			isNamed();
		});

		test('the other sessions', async () => {
			const phone = new Browser();
			await signIn(phone);
			expect(await signOut({ scope: 'others' })).toMatchObject({ code: 'STORE_UNAVAILABLE' });
			isNamed();
			expect(await who(phone)).toMatchObject({ id: ann.id });
		});

		test('another session by its id', async () => {
			const before = await rows();
			await signIn(new Browser());
			const other = (await rows()).find(({ id }) => before.every((row) => row.id !== id))!;
			expect(await signOut({ sessionId: other.publicId })).toMatchObject({
				code: 'STORE_UNAVAILABLE'
			});
			isNamed();
		});

		test('by server code', async () => {
			const { sessions } = open();
			const [row] = await rows();
			await expect(sessions.revoke(ann, row!.publicId)).rejects.toThrow('database');
			await expect(sessions.revokeAll(ann)).rejects.toThrow('database');
			isNamed();
			expect(await rows()).toHaveLength(1);
		});

		test('the session that a sign-in replaces: the new one stands', async () => {
			const auth = open();
			const { page } = await browser.visit(auth.handle, ({ cookies }) =>
				auth.signIn({ cookies, email: ann.email, password, redirect: false })
			);
			expect(page).toMatchObject({ ok: true });
			isNamed();
			expect(await rows()).toHaveLength(2);
		});

		test.each([
			['expired', () => plain.session.updateMany({ data: { expiresAt: new Date(0) } })],
			[
				'disabled',
				() => plain.user.updateMany({ where: { id: ann.id }, data: { disabledAt: new Date() } })
			]
		])('a session found %s is refused', async (_, change) => {
			await change();
			const auth = open();
			const { page } = await browser.visit(auth.handle, (event) => ({
				...(event.locals as { user: unknown }),
				status: auth.statusOf(event)
			}));
			expect(page).toEqual({ user: null, session: null, status: 'anonymous' });
			expect(browser.session).toBeNull();
			isNamed();
		});

		test('a deletion of expired sessions comes to an end, and says so', async () => {
			await plain.session.createMany({
				data: Array.from({ length: 501 }, (_, n) => ({
					...{ id: `${ann.id} ${n}`, publicId: `${ann.id} ${n}`, userId: ann.id },
					expiresAt: new Date(0)
				}))
			});
			await expect(open().sessions.deleteExpired()).rejects.toThrow('database');
			isNamed();
		});
	}
);

describe.each(['sqlite', 'postgresql'] as const)(
	'SE35: on %s, where nothing is kept',
	(provider) => {
		let database: TestDatabase;

		beforeAll(async () => {
			database = await createDatabase(provider);
		}, 60_000);
		afterAll(() => database.close());

		const verbs = () => database.statements.map((statement) => statement.split(' ')[0]);

		async function signedOut(prisma: object, times: number) {
			const auth = guardianAuth({
				prisma: prisma as TestDatabase['prisma'],
				secret: 'x'.repeat(32)
			});
			const email = `${randomBytes(6).toString('hex')}@example.com`;
			const { id } = await database.prisma.user.create({ data: { email, passwordHash: '-' } });
			const { token } = await issue(database.prisma, id);
			database.statements.length = 0;
			return Promise.all(
				Array.from({ length: times }, async () => {
					const browser = new Browser();
					browser.present(token);
					const { response } = await browser.post(auth.handle, '/?/signout', {});
					return response.headers.get('location');
				})
			);
		}

		test('a deletion that counts 1 is one statement', async () => {
			expect(await signedOut(database.prisma, 1)).toEqual(['/']);
			expect(verbs()).toEqual(['DELETE']);
		});

		test('CC2: one that another request was quicker with is fine', async () => {
			const answers = await signedOut(database.prisma, 20);
			expect(new Set(answers)).toEqual(new Set(['/']));
		});

		test('an extended client is asked twice, and believed when the row is gone', async () => {
			expect(await signedOut(database.prisma.$extends({}), 1)).toEqual(['/']);
			expect(verbs()).toEqual(['DELETE', 'SELECT']);
		});

		test('a soft delete whose rows nobody is let in by counts as ended', async () => {
			const soft = database.prisma.$extends({
				query: {
					session: {
						deleteMany: ({ args: { where } }) =>
							database.prisma.session.updateMany({ ...(where && { where }), data: DELETED }),
						findUnique: async ({ args, query }) => {
							const row = (await query(args)) as { userAgent?: string | null } | null;
							return row?.userAgent === 'deleted' ? null : row;
						}
					}
				}
			});
			expect(await signedOut(soft, 1)).toEqual(['/']);
		});
	}
);
