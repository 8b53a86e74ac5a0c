import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RequestEvent } from '@sveltejs/kit';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { isAny } from '../../../e2e/support/gate.js';
import {
	OWN_OPTIONS,
	createSchemaDatabase,
	type SchemaDatabase
} from '../../../e2e/support/schemas.js';
import { GuardianError, guardianAuth } from '../index.js';
import { Browser } from './request-event.test.support.js';
import { createSessions } from '../sessions/sessions.js';
import { createQuery } from '../database/query.js';
import { createAccounts } from '../testing/accounts.js';
import { readConfig } from '../config.js';
import { createAuthContext } from '../context.js';

const nowhere = { userAgent: null, ipAddress: null };

/** Values that are not an id. */
const NO_IDS: [string, unknown][] = [
	['undefined', undefined],
	['null', null],
	['an empty string', ''],
	['an object', {}],
	['an array', []],
	['an array with an id', ['bob']],
	['{ not }', { not: 'x' }],
	['{ not: an empty string }', { not: '' }],
	['{ contains }', { contains: '' }],
	['{ startsWith }', { startsWith: '' }],
	['{ gt }', { gt: '' }],
	['{ in }', { in: ['bob'] }],
	['{ equals }', { equals: 'bob' }],
	['NaN', NaN],
	['a fraction', 1.5],
	['a number that is not exact', 2 ** 60],
	['a boolean', true],
	['a function', () => 'bob'],
	['a date', new Date()],
	['a String object', new String('bob')]
];

/** What could be an id, and is nobody's. */
const UNKNOWN: [string, unknown][] = [
	['an unknown id', 'no-such-user'],
	['NUL', 'bob\0'],
	['NUL inside', 'bo\0b'],
	['half a character', '\ud800'],
	['a very long string', 'x'.repeat(10_000)],
	['a quote', "' OR 1=1 --"]
];

/** What an `Int` or a `BigInt` column holds. */
const NUMBERS: [string, unknown][] = [
	['a number', 5],
	['a bigint', 5n],
	['a negative number', -1]
];

describe.each(providers)('MI2: on %s', (provider) => {
	let database: TestDatabase;
	let auth: ReturnType<typeof open>;
	let browser: Browser;
	let annsOther: string;
	let bobs: string;
	const open = () => guardianAuth({ prisma: database.prisma });

	beforeAll(async () => {
		database = await createDatabase(provider);
		for (const id of ['ann', 'bob']) {
			const data = { id, email: `${id}@example.com`, passwordHash: 'the hash' };
			await database.prisma.user.create({ data });
		}
		auth = open();
	});
	afterAll(() => database.close());

	beforeEach(async () => {
		// Most of what is tried here leaves everything as it was.
		if (browser?.session?.value && isUntouched(await counts())) return;
		const { prisma } = database;
		await prisma.session.deleteMany();
		const lifetime = { idle: 600, absolute: 900, renewAfter: 300 };
		const sessions = createSessions({ prisma, lifetime, columns: {}, query: createQuery(20) });
		browser = new Browser();
		browser.present((await sessions.issue('ann', nowhere)).token);
		annsOther = (await sessions.issue('ann', nowhere)).session.id;
		await sessions.issue('bob', nowhere);
		bobs = (await sessions.issue('bob', nowhere)).session.id;
	});

	const counts = async () => {
		const rows = await database.prisma.session.findMany({ select: { userId: true } });
		const of = (userId: string) => rows.filter((row) => row.userId === userId).length;
		return { ann: of('ann'), bob: of('bob') };
	};
	const UNTOUCHED = { ann: 2, bob: 2 };
	const isUntouched = ({ ann, bob }: typeof UNTOUCHED) => ann === 2 && bob === 2;

	/** What Ann's request makes of it: the answer, or what was thrown. */
	async function outcomeOf(work: (event: RequestEvent) => unknown): Promise<unknown> {
		const { page } = await browser.visit(auth.handle, async (event) => {
			try {
				return { answer: await work(event) };
			} catch (error) {
				return { answer: error };
			}
		});
		return page?.answer;
	}

	/** The same of many values in one request. */
	async function outcomesOf(
		values: [string, unknown][],
		work: (event: RequestEvent, value: unknown) => unknown
	) {
		const outcomes: { kind: string; answer: unknown }[] = [];
		await browser.visit(auth.handle, async (event) => {
			for (const [kind, value] of values) {
				try {
					outcomes.push({ kind, answer: await work(event, value) });
				} catch (answer) {
					outcomes.push({ kind, answer });
				}
			}
		});
		expect(outcomes).toHaveLength(values.length);
		return outcomes;
	}

	interface Call {
		/** As JavaScript would. */
		run(event: RequestEvent, value: never): unknown;
		/** What the message has to name. */
		names: string;
		code?: string;
		/** What an unknown id is answered with. */
		nobody: unknown;
		/** Only a string. */
		isText?: true;
	}
	const quiet = ({ cookies }: RequestEvent) => ({ cookies, redirect: false });
	const none = { ok: true, revoked: 0, signedOut: false };
	const CALLS: Record<string, Call> = {
		'sessions.list({ id })': {
			run: (_, id) => auth.sessions.list({ id }),
			names: 'user.id',
			nobody: []
		},
		'sessions.revokeAll({ id })': {
			run: (_, id) => auth.sessions.revokeAll({ id }),
			names: 'user.id',
			nobody: 0
		},
		'sessions.revoke({ id }, …)': {
			run: (_, id) => auth.sessions.revoke({ id }, bobs),
			names: 'user.id',
			nobody: 0
		},
		'sessions.revoke(user, id)': {
			run: (_, id) => auth.sessions.revoke({ id: 'ann' }, id),
			names: 'sessionId',
			nobody: 0,
			isText: true
		},
		"signOut({ userId, scope: 'all' })": {
			run: (event, userId) => auth.signOut({ ...quiet(event), userId, scope: 'all' }),
			names: 'userId',
			code: 'SCOPE_INVALID',
			nobody: none
		},
		'signOut({ userId, allSessions: true })': {
			run: (event, userId) => auth.signOut({ ...quiet(event), userId, allSessions: true }),
			names: 'userId',
			code: 'SCOPE_INVALID',
			nobody: none
		},
		'signOut({ userId, sessionId })': {
			run: (event, userId) => auth.signOut({ ...quiet(event), userId, sessionId: bobs }),
			names: 'userId',
			code: 'SCOPE_INVALID',
			nobody: none
		},
		'signOut({ sessionId })': {
			run: (event, sessionId) => auth.signOut({ ...quiet(event), sessionId }),
			names: 'sessionId',
			code: 'SCOPE_INVALID',
			nobody: none,
			isText: true
		}
	};

	describe.each(Object.entries(CALLS))('SE34 %s', (_, { run, names, nobody, isText, ...call }) => {
		const { code = 'ARGUMENT_INVALID' } = call;
		const refused = isText ? [...NO_IDS, ...NUMBERS] : NO_IDS;
		const unknown = isText ? UNKNOWN : [...UNKNOWN, ...NUMBERS];

		const eachOf = (values: [string, unknown][]) =>
			outcomesOf(values, (event, value) => run(event, value as never));

		test('what is no id is refused by its name, and nothing is touched', async () => {
			for (const { kind, answer } of await eachOf(refused)) {
				expect(answer, kind).toBeInstanceOf(GuardianError);
				expect(answer, kind).toMatchObject({
					code,
					message: expect.stringMatching(new RegExp(`\`${names}\` is [^]*Pass `))
				});
			}
			expect(await counts()).toEqual(UNTOUCHED);
		});

		test('an id of nobody has nothing to show and nothing to end', async () => {
			for (const { kind, answer } of await eachOf(unknown)) {
				if (typeof nobody !== 'object') expect(answer, kind).toBe(nobody);
				else expect(answer, kind).toMatchObject(nobody!);
			}
			expect(await counts()).toEqual(UNTOUCHED);
		});
	});

	test('SE34 a user is named by an object with an id, and by nothing else', async () => {
		for (const [kind, value] of [...NO_IDS, ['an id alone', 'bob'] as const]) {
			for (const ask of [
				() => auth.sessions.list(value as never),
				() => auth.sessions.revokeAll(value as never),
				() => auth.sessions.revoke(value as never, bobs)
			]) {
				await expect(ask(), kind).rejects.toMatchObject({
					code: 'ARGUMENT_INVALID',
					message: expect.stringContaining('`user')
				});
			}
		}
		expect(await counts()).toEqual(UNTOUCHED);
	});

	test('SE34 who is named is meant, and nobody else', async () => {
		expect(await auth.sessions.list({ id: 'bob' })).toHaveLength(2);
		expect(await auth.sessions.revoke({ id: 'bob' }, annsOther)).toBe(0);
		expect(await auth.sessions.revoke({ id: 'bob' }, bobs)).toBe(1);
		expect(await auth.sessions.revokeAll({ id: 'ann' })).toBe(2);
		expect(await counts()).toEqual({ ann: 0, bob: 1 });
	});

	test.each(['', 'no-such-session', 'a\0b', '\0', '{"not":""}', ' '])(
		'SE34 a form with the session id %j ends nothing of anybody else',
		async (sessionId) => {
			const { response } = await browser.post(auth.handle, '/account?/signout', { sessionId });

			expect(response.status).toBe(303);
			expect(response.headers.get('location')).not.toContain('error');
			// Nothing written in the field is as good as no field: this session ends.
			expect(await counts()).toEqual({ ann: sessionId === '' ? 1 : 2, bob: 2 });
		}
	);

	test('SE34 a test signs in somebody who is there: else svelte-guardian/testing is misused', async () => {
		const config = readConfig<{ id: string }>({ prisma: database.prisma }, (path) => path);
		const accounts = createAccounts(createAuthContext(config).context);
		const code = 'TESTING_MISUSED';

		for (const [kind, id] of [...NO_IDS, ...UNKNOWN, ...NUMBERS]) {
			await expect(accounts.find({ id }), kind).rejects.toMatchObject({ code });
			await expect(accounts.find(id), kind).rejects.toMatchObject({ code });
		}
		expect(await accounts.find({ id: 'bob' })).toMatchObject({ user: { id: 'bob' } });
	});

	describe.runIf(isAny(provider))('SE39 options are parsed', () => {
		const SCOPES = ['Others', 'ALL', 'none', 'session', '', {}, [], null, 1, true, ['all']];

		test.each(SCOPES)('the scope %j ends nothing', async (scope) => {
			const error = await outcomeOf((event) =>
				auth.signOut({ ...quiet(event), scope: scope as never })
			);

			expect(error).toMatchObject({
				code: 'SCOPE_INVALID',
				message: expect.stringContaining("'current', 'others' or 'all'")
			});
			expect(await counts()).toEqual(UNTOUCHED);
			expect(browser.session?.value).not.toBe('');
		});

		test.each(['false', 'true', '', 0, 1, null, {}, []])(
			'`allSessions: %j` is neither true nor false',
			async (allSessions) => {
				const error = await outcomeOf((event) =>
					auth.signOut({ ...quiet(event), allSessions: allSessions as never })
				);

				expect(error).toMatchObject({
					code: 'SCOPE_INVALID',
					message: expect.stringContaining('`allSessions`')
				});
				expect(await counts()).toEqual(UNTOUCHED);
			}
		);

		test.each([
			{ reason: '' },
			{ reason: 5 },
			{ reason: null },
			{ reason: {} },
			{ redirect: 'false' },
			{ redirect: null },
			{ redirect: 0 },
			{ allSession: true },
			{ user: { id: 'bob' } }
		])('signOut() with %j is refused, naming it', async (options) => {
			const error = await outcomeOf(({ cookies }) =>
				auth.signOut({ cookies, ...options } as never)
			);

			const [name] = Object.keys(options);
			expect(error).toMatchObject({
				code: 'ARGUMENT_INVALID',
				message: expect.stringContaining(`\`${name}\``)
			});
			expect(await counts()).toEqual(UNTOUCHED);
		});

		test.each(['', 5, null, {}])('a reason %j of auth.sessions is refused', async (reason) => {
			const code = 'ARGUMENT_INVALID';
			const message = expect.stringContaining('`reason`');
			const { revoke, revokeAll } = auth.sessions;
			const bob = { id: 'bob' };
			await expect(revokeAll(bob, reason as never)).rejects.toMatchObject({ code, message });
			await expect(revoke(bob, bobs, reason as never)).rejects.toMatchObject({ code, message });
			expect(await counts()).toEqual(UNTOUCHED);
		});

		test.each(['signIn', 'signUp'] as const)('%s({ redirect }) takes a boolean', async (verb) => {
			const input = { email: 'eve@example.com', password: 'correct horse battery' };
			for (const redirect of ['false', null, 0, {}]) {
				const error = await outcomeOf(({ cookies }) =>
					auth[verb]({ cookies, ...input, redirect } as never)
				);
				expect(error).toMatchObject({
					code: 'ARGUMENT_INVALID',
					message: expect.stringContaining('`redirect`')
				});
			}
			expect(await database.prisma.user.count()).toBe(2);
		});

		test.each(['signIn', 'signUp'] as const)(
			'%s() with fields of another kind is a form to be corrected',
			async (verb) => {
				for (const value of [undefined, null, {}, [], 5, { not: '' }]) {
					for (const fields of [
						{ email: value, password: 'correct horse battery' },
						{ email: 'bob@example.com', password: value }
					]) {
						const answer = await outcomeOf((event) =>
							auth[verb]({ ...quiet(event), ...fields } as never)
						);
						expect(answer).toMatchObject({ ok: false, code: 'INVALID_INPUT' });
					}
				}
				expect(await database.prisma.user.count()).toBe(2);
			}
		);

		test.each([null, 5, {}, [], 'https://evil.example', '/ok'])(
			'the callbackUrl %j decides nothing but the target',
			async (callbackUrl) => {
				const answer = await outcomeOf((event) =>
					auth.signOut({ ...quiet(event), callbackUrl } as never)
				);
				expect(answer).toMatchObject({ ok: true, url: callbackUrl === '/ok' ? '/ok' : '/' });
				expect(await counts()).toEqual({ ann: 1, bob: 2 });
			}
		);

		test.each(['Others', 'none', '', '{}', 'session', 'all ', '\0'])(
			'a form with the scope %j ends the current session, and no other',
			async (scope) => {
				const { response } = await browser.post(auth.handle, '/account?/signout', { scope });

				expect(response.headers.get('location')).toBe('/');
				expect(await counts()).toEqual({ ann: 1, bob: 2 });
				expect(browser.session).toBeNull();
			}
		);

		test('nor does a form with a user id or `allSessions`', async () => {
			const fields = { userId: 'bob', allSessions: 'true' };
			await browser.post(auth.handle, '/account?/signout', fields);

			expect(await counts()).toEqual({ ann: 1, bob: 2 });
		});

		test('what the documentation writes works', async () => {
			expect(
				await outcomeOf((event) => auth.signOut({ ...quiet(event), sessionId: annsOther }))
			).toMatchObject({
				ok: true,
				revoked: 1,
				signedOut: false
			});
			expect(
				await outcomeOf((event) =>
					auth.signOut({ ...quiet(event), allSessions: true, userId: 'bob' })
				)
			).toMatchObject({ ok: true, revoked: 2, signedOut: false });
			expect(
				await outcomeOf((event) =>
					auth.signOut({ ...quiet(event), scope: undefined, allSessions: false, reason: undefined })
				)
			).toMatchObject({ ok: true, revoked: 1, signedOut: true });
			expect(await counts()).toEqual({ ann: 0, bob: 0 });
		});
	});

	describe.runIf(isAny(provider))('SE39 what has no request’s cookies', () => {
		const url = new URL('https://app.example/account?error=REVOCATION_PENDING');
		const VERBS: Record<string, (options: never) => unknown> = {
			signIn: (options) => auth.signIn(options),
			signUp: (options) => auth.signUp(options),
			signOut: (options) => auth.signOut(options),
			requireUser: (event) => auth.requireUser(event),
			statusOf: (event) => auth.statusOf(event),
			signOutError: (event) => auth.signOutError(event)
		};
		const ARGUMENTS: [string, unknown][] = [
			['nothing', undefined],
			['null', null],
			['a string', 'cookies'],
			['no cookies', { url }],
			['cookies: null', { url, cookies: null }],
			['cookies: a string', { url, cookies: 'a=b' }],
			['cookies: an object', { url, cookies: {} }],
			['cookies: the whole event', { url, cookies: { cookies: {}, url } }],
			['cookies: a function', { url, cookies: () => {} }],
			['another request’s cookies', { url, cookies: { get() {}, set() {} } }]
		];

		test.each(Object.keys(VERBS))('%s() says that `handle` has not seen it', async (name) => {
			for (const [argument, value] of ARGUMENTS) {
				let thrown: unknown;
				try {
					await VERBS[name]!(value as never);
				} catch (error) {
					thrown = error;
				}
				expect(thrown, argument).toBeInstanceOf(GuardianError);
				expect(thrown, argument).toMatchObject({ code: 'HANDLE_MISSING' });
			}
			expect(await counts()).toEqual(UNTOUCHED);
		});

		test('the message says what was passed', async () => {
			const messageFor = async (cookies: unknown) =>
				((await auth.signOut({ cookies } as never).catch((error) => error)) as Error).message;

			expect(await messageFor(undefined)).toContain('`cookies` is undefined');
			expect(await messageFor({ cookies: {}, url })).toContain('`cookies: event.cookies`');
			expect(await messageFor({})).toContain('`cookies` is an object without');
		});

		test.each([undefined, null, '/account', {}])('nor `url: %j` a page', async (url) => {
			for (const verb of [auth.requireUser, auth.signOutError] as ((event: never) => unknown)[]) {
				// Who is signed in needs no address to be sent to.
				browser.forget();
				const error = await outcomeOf(({ cookies }) => verb({ cookies, url } as never));
				expect(error).toMatchObject({
					code: 'ARGUMENT_INVALID',
					message: expect.stringContaining('`url`')
				});
			}
		});
	});
});

describe('SE34 where ids are `uuid` columns, on PostgreSQL', () => {
	let database: TestDatabase;
	afterAll(() => database.close());

	test('a word is the id of nobody; what a trigger refuses is still an error', async () => {
		database = await createDatabase('postgresql');
		const { prisma } = database;
		for (const sql of [
			'ALTER TABLE "Session" DROP CONSTRAINT "Session_userId_fkey"',
			'ALTER TABLE "Session" ALTER COLUMN "userId" TYPE uuid USING "userId"::uuid',
			'ALTER TABLE "User" ALTER COLUMN "id" TYPE uuid USING "id"::uuid'
		]) {
			await prisma.$executeRawUnsafe(sql);
		}
		const id = '0b54a3a4-7d3c-4d0c-9c5b-3f1f1d3f7a11';
		const auth = guardianAuth({ prisma });
		const { sessions } = createAuthContext(readConfig({ prisma }, (path) => path)).context;
		await prisma.user.create({ data: { id, email: 'ann@example.com', passwordHash: 'the hash' } });
		await sessions.issue(id, nowhere);

		expect(await auth.sessions.list({ id: 'no-such-user' })).toEqual([]);
		expect(await auth.sessions.revokeAll({ id: 'no-such-user' })).toBe(0);
		expect(await auth.sessions.revoke({ id: 'no-such-user' }, 'no-such-session')).toBe(0);

		await prisma.$executeRawUnsafe(
			`CREATE FUNCTION refuse() RETURNS trigger AS $$
				BEGIN PERFORM 'a word'::uuid; RETURN OLD; END $$ LANGUAGE plpgsql`
		);
		await prisma.$executeRawUnsafe(
			'CREATE TRIGGER refuse BEFORE DELETE ON "Session" FOR EACH ROW EXECUTE FUNCTION refuse()'
		);
		await expect(auth.sessions.revokeAll({ id })).rejects.toMatchObject({
			code: 'STORE_UNAVAILABLE'
		});
		expect(await auth.sessions.list({ id })).toHaveLength(1);
	});
});

describe('SE34 where the id of a user is a number in the database', () => {
	let database: SchemaDatabase;
	afterAll(() => database.close());

	test('the number, the bigint and the string name the same user', async () => {
		database = await createSchemaDatabase('sqlite', 'own-names');
		const prisma = database.client('own-names');
		const auth = guardianAuth({ prisma, ...OWN_OPTIONS });
		const ids = [];
		for (const mail of ['ann@example.com', 'bob@example.com']) {
			const data = { mail, hashedPassword: 'the hash' };
			ids.push((await prisma.authUser.create({ data })).uid);
		}
		const [ann, bob] = ids as [number, number];
		const config = readConfig({ prisma, ...OWN_OPTIONS }, (path) => path);
		const { sessions } = createAuthContext<{ id: string }>(config).context;

		for (const id of [bob, BigInt(bob), String(bob)]) {
			await sessions.issue(String(ann), nowhere);
			await sessions.issue(String(bob), nowhere);
			expect(await auth.sessions.list({ id })).toHaveLength(1);
			expect(await auth.sessions.revokeAll({ id })).toBe(1);
		}
		for (const id of [-1, 2 ** 40, 10n ** 30n, 'no-number', '1.0', 'x\0']) {
			expect(await auth.sessions.list({ id })).toEqual([]);
			expect(await auth.sessions.revokeAll({ id })).toBe(0);
		}
		expect(await auth.sessions.list({ id: ann })).toHaveLength(3);

		const accounts = createAccounts(createAuthContext<{ id: string }>(config).context);
		expect(await accounts.find({ id: bob })).toMatchObject({ user: { id: String(bob) } });
		await expect(accounts.find({ id: 'no-number' })).rejects.toMatchObject({
			code: 'TESTING_MISUSED'
		});
		const { user } = await accounts.make({});
		await accounts.removeMade();
		await expect(accounts.find(user)).rejects.toMatchObject({ code: 'TESTING_MISUSED' });
	});
});
