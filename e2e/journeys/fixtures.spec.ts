import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GuardianOptions } from '../../src/lib/options.js';
import { guardianFixtures } from '../../src/lib/testing/index.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { demo } from '../support/demo.js';
import type { OwnServer } from '../support/server.js';
import { expect, test as base } from '../support/test.js';

let server: OwnServer;

const test = base.extend(guardianFixtures(() => ({ prisma: server.database.prisma }))).extend({
	async baseURL({ start }, use) {
		server = await start({ build: 'demo' });
		await use(server.origin);
		// Torn down before this: what the fixtures made is gone, and nothing else.
		expect(await server.database.prisma.session.count()).toBe(0);
		const left = await server.database.prisma.user.findMany();
		expect(left.map(({ email }) => email)).toEqual(kept);
	}
});

/** Who is to be there after the test. */
let kept: string[] = [];
test.beforeEach(() => void (kept = []));

test('signedIn() signs a browser in, with the session that the app shows', async ({
	page,
	signedIn
}) => {
	const { user, email, session, password } = await signedIn(page, { name: 'Ann' });
	await page.goto('/account');
	await expect(demo(page).main).toContainText('Ann');
	await expect(demo(page).main).toContainText(email);
	expect(user).toMatchObject({ email, name: 'Ann' });
	expect(await server.database.prisma.session.findMany()).toMatchObject([
		{ publicId: session.id, userId: user.id }
	]);

	await demo(page).signOut.click();
	await expect(demo(page).signInLink).toBeVisible();
	await page.goto('/signin');
	await demo(page).fill({ email, password: password ?? '' });
	await demo(page).signIn.click();
	await expect(demo(page).header).toContainText(email);
});

test(
	'signedIn() in a second browser: the same person, or somebody else',
	{ tag: '@gate' },
	async ({ page, browser, signedIn }) => {
		const { user, email } = await signedIn(page, { email: 'Ann@Example.com' });
		expect(email).toBe('ann@example.com');
		const [same, other] = [await browser.newContext(), await browser.newContext()];
		expect((await signedIn(same, { user })).user).toEqual(user);
		expect((await signedIn(other)).user.id).not.toBe(user.id);
		const second = await same.newPage();
		await second.goto('/account');
		await expect(demo(second).main.getByRole('listitem')).toHaveCount(2);
		await expect(demo(second).main).toContainText(email);
		await Promise.all([same.close(), other.close()]);
	}
);

test(
	'somebody who was there before the test stays',
	{ tag: '@gate' },
	async ({ page, signedIn }) => {
		const email = 'seed@example.com';
		await page.goto('/');
		const { id } = await server.database.prisma.user.create({ data: { email, passwordHash: '-' } });
		kept = [email];
		expect(await signedIn(page, { email: ' Seed@Example.com' })).toMatchObject({
			user: { id },
			email,
			password: null
		});
		await page.goto('/account');
		await expect(demo(page).main).toContainText(email);
	}
);

test(
	'a new user can be signed in later, and is gone after the test all the same',
	{ tag: '@gate' },
	async ({ page, newUser, signedIn }) => {
		const { user, email } = await newUser();
		expect(await server.database.prisma.session.count()).toBe(0);
		expect(await signedIn(page, { user })).toMatchObject({ user, email, password: null });
		await page.goto('/account');
		await expect(demo(page).main).toContainText(email);
	}
);

/** The tests below look at the database and the cookie alone. */
const WITHOUT_SERVER = { tag: '@javascript' };
let database: TestDatabase;

/** Playwright's `test` with the fixtures on a database, and no app on it. */
const testAt = (baseURL: string, cookie: GuardianOptions<object>['cookie'] = {}) =>
	base.extend(guardianFixtures(() => ({ prisma: database.prisma, cookie }))).extend({
		// eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures it asks for off the parameter
		async baseURL({}, use) {
			database = await createDatabase();
			await use(baseURL);
			expect(await database.prisma.user.count()).toBe(0);
			await database.close();
		}
	});

const testAlone = testAt('http://localhost:5173');

testAlone(
	'SL3: signedIn() again in one browser ends the session before',
	WITHOUT_SERVER,
	async ({ context, signedIn }) => {
		const { user } = await signedIn(context);
		const { session } = await signedIn(context, { user });
		const rows = await database.prisma.session.findMany();
		expect(rows.map(({ publicId }) => publicId)).toEqual([session.id]);
	}
);

testAlone(
	'many at once get in each others way nowhere',
	{ tag: ['@javascript', '@gate'] },
	async ({ browser, signedIn, newUser }) => {
		const contexts = await Promise.all(Array.from({ length: 8 }, () => browser.newContext()));
		const people = await Promise.all([
			...contexts.map((context) => signedIn(context)),
			...contexts.map(() => newUser())
		]);
		expect(new Set(people.map(({ email }) => email)).size).toBe(16);
		const tokens = await Promise.all(contexts.map((context) => context.cookies()));
		expect(new Set(tokens.map(([cookie]) => cookie?.value)).size).toBe(8);
		expect(await database.prisma.session.count()).toBe(8);
		await Promise.all(contexts.map((context) => context.close()));
	}
);

testAlone(
	'what a test asks wrongly is told, with what to change',
	WITHOUT_SERVER,
	async ({ context, signedIn, newUser }) => {
		const { user, email } = await newUser();
		await expect(newUser({ email })).rejects.toThrow(/There is a user .* already/);
		await expect(newUser({ data: { id: user.id } })).rejects.toThrow(/unique column other than/);
		await expect(signedIn(context, { data: { id: user.id } })).rejects.toThrow(
			/unique column other than/
		);
		await expect(signedIn(context, { user: { id: 'none' } })).rejects.toThrow(
			/no user with the id none/
		);
		await expect(signedIn(context, { email: 'ann' })).rejects.toThrow(/"ann" is no email address/);
		await expect(signedIn(context, { baseURL: '' })).rejects.toThrow(/set `use: \{ baseURL \}`/);
		await expect(signedIn(context, { baseURL: 'http://app.example' })).rejects.toThrow(
			/no Secure cookie, as __Host-guardian_session is, from http:\/\/app\.example/
		);
	}
);

base.describe('with the secret of the app', WITHOUT_SERVER, () => {
	const secret = 'the secret of the app, in its environment';
	const sealed = base
		.extend(guardianFixtures(() => ({ prisma: database.prisma, secret })))
		.extend({ baseURL: 'http://localhost:5173' });
	base.beforeAll(async () => void (database = await createDatabase()));
	base.afterAll(() => database.close());

	sealed('the cookie is sealed by it, and none is made', async ({ context, signedIn }) => {
		await signedIn(context);
		expect(await database.prisma.guardianSecret.count()).toBe(0);
	});
});

for (const [baseURL, cookie, name] of [
	['http://localhost:5173', {}, 'guardian_session'],
	['http://127.0.0.1:5173', {}, 'guardian_session'],
	['https://app.example/base/', {}, '__Host-guardian_session'],
	['http://localhost:5173', { secure: true }, '__Host-guardian_session'],
	['https://app.example', { domain: 'app.example', name: 's' }, '__Secure-s']
] as const) {
	const title = `CK1, CK2: at ${baseURL} with ${JSON.stringify(cookie)} the cookie’s name begins with ${name}`;
	testAt(baseURL, cookie)(title, WITHOUT_SERVER, async ({ context, signedIn }) => {
		const { user } = await signedIn(context);
		const secure = name.startsWith('__');
		const domain = 'domain' in cookie ? '.app.example' : new URL(baseURL).hostname;
		const cookies = await context.cookies();
		const key = createHash('sha256')
			.update(cookies[0]?.value.split('.')[0] ?? '')
			.digest('hex');
		expect(cookies).toMatchObject([
			{
				name: `${name}_${key.slice(0, 12)}`,
				...{ domain, path: '/', httpOnly: true, secure, sameSite: 'Lax' }
			}
		]);

		// What was put there is found there again, and replaced.
		await signedIn(context, { user });
		expect(await context.cookies()).toHaveLength(1);
		expect(await database.prisma.session.count()).toBe(1);
	});
}

base.describe('FR18: a stored state, as in the guide of Playwright', WITHOUT_SERVER, () => {
	base.describe.configure({ mode: 'serial' });
	let stored: TestDatabase;
	const file = join(tmpdir(), `guardian-state-${process.pid}.json`);
	const email = 'stored@example.com';
	const onStored = base
		.extend(guardianFixtures(() => ({ prisma: stored.prisma })))
		.extend({ baseURL: 'http://localhost:5173' });
	const sessionsOf = () => stored.prisma.session.count({ where: { user: { email } } });

	base.beforeAll(async () => void (stored = await createDatabase()));
	base.afterAll(async () => {
		await stored.close();
		await rm(file, { force: true });
	});

	onStored('the setup signs in and stores the state', async ({ page, signedIn }) => {
		await signedIn(page, { email, keep: true });
		await page.context().storageState({ path: file });
	});

	onStored.describe('the dependents', () => {
		onStored.use({ storageState: file });

		onStored('are signed in', async ({ context }) => {
			expect(await context.cookies()).toHaveLength(1);
			expect(await sessionsOf()).toBe(1);
		});

		onStored('may be somebody else', async ({ context, page, signedIn }) => {
			const [before] = await context.cookies();
			const other = await signedIn(page);
			expect(other.email).not.toBe(email);
			const [now, ...more] = await context.cookies();
			expect(more).toEqual([]);
			expect(now?.value).not.toBe(before?.value);
			expect(await sessionsOf()).toBe(1);
			// What this test has opened itself ends.
			await signedIn(page, { user: other.user });
			expect(await stored.prisma.session.count()).toBe(2);
		});

		onStored('are signed in after that as well', async () => {
			expect(await stored.prisma.user.count()).toBe(1);
			expect(await sessionsOf()).toBe(1);
		});
	});
});
