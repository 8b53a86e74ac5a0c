import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isMysql, providers } from '../../../../e2e/support/database.js';
import { Browser } from '../../tests/request-event.test.support.js';
import {
	ann,
	bob,
	createEmailWorld,
	NEW,
	OLD,
	tokenIn
} from '../../tests/email-world.test.support.js';
import { formerMailbox } from './accounts.js';

const STORED = 'Ann@example.com';
const B = 'thief@evil.example';
const C = 'thief2@evil.example';

/** Makes the column of emails ignore the case of letters, as `citext` does. On MariaDB it does so anyway. */
async function ignoreCase({
	provider,
	prisma
}: Awaited<ReturnType<typeof createEmailWorld>>['database']) {
	if (isMysql) return;
	if (provider === 'postgresql') {
		await prisma.$executeRawUnsafe(
			"CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"
		);
		await prisma.$executeRawUnsafe(
			'ALTER TABLE "User" ALTER COLUMN "email" TYPE text COLLATE nocase'
		);
		return;
	}
	const objects = await prisma.$queryRawUnsafe<{ sql: string }[]>(
		`SELECT sql FROM sqlite_master WHERE tbl_name = 'User' AND sql IS NOT NULL ORDER BY type DESC`
	);
	await prisma.$executeRawUnsafe('DROP TABLE "User"');
	for (const { sql } of objects) {
		await prisma.$executeRawUnsafe(sql.replace('"email" TEXT', '"email" TEXT COLLATE NOCASE'));
	}
}

test('PW20: only the case of its letters is left out where a former mailbox is looked for', () => {
	expect(formerMailbox('Ann@example.com')).toBe('ann@example.com');
	expect(formerMailbox('Ann@Example.COM')).toBe('ann@example.com');
	// The ligature, and the sign for kelvin: normalized they would be somebody else's mailbox.
	for (const other of ['\ufb01nn@example.com', '\u212aim@example.com', 'ánn@example.com'])
		expect(formerMailbox(other)).toBe(other);
});

describe.each(providers)('PW13: on %s, an email that is stored with capitals', (provider) => {
	let world: Awaited<ReturnType<typeof createEmailWorld>>;
	let auth: ReturnType<typeof world.app>;
	beforeAll(async () => {
		world = await createEmailWorld(provider);
		await ignoreCase(world.database);
	});
	beforeEach(async () => {
		auth = world.app();
		await world.makeAnn({
			...{ email: STORED, createdAt: new Date(0), emailVerifiedAt: new Date(0) }
		});
	});
	afterEach(() => world.reset());
	afterAll(() => world.close());

	async function ask(browser: Browser, to: string) {
		await world.post(auth, browser, 'changeemail', { email: to, password: OLD });
		return tokenIn(await world.mailTo(auth, to));
	}
	const confirm = (browser: Browser, token: string) =>
		world.post(auth, browser, 'verifyemail', { token });
	const change = async (browser: Browser, to: string) => confirm(browser, await ask(browser, to));
	const undo = (token: string) =>
		world.post(auth, new Browser(), 'undoemailchange', { token, password: NEW });
	const signUp = (email: string) =>
		world.post(auth, new Browser(), 'signup', { email, password: NEW });
	/** The last notice of a change that went to an address, however it is written. */
	async function noticeTo(email: string) {
		await world.deliver(auth);
		return world.sent.findLast(
			({ to, subject }) => to.toLowerCase() === email && subject.includes('email for')
		);
	}

	test.each([true, false])(
		'is kept for its owner, also while the notice waits: sent %s',
		async (isSent) => {
			const { browser } = await world.signIn(auth);
			await change(browser, B);
			if (isSent) await world.deliver(auth);
			for (const email of [ann, STORED]) expect(await signUp(email)).toMatchObject({ status: 409 });
			await world.makeUser(bob);
			const { browser: bobs } = await world.signIn(auth, bob);
			const before = world.sent.length;
			await world.post(auth, bobs, 'changeemail', { email: ann, password: OLD });
			await world.deliver(auth);
			expect(world.sent.slice(before).filter(({ subject }) => subject.includes('Confirm'))).toEqual(
				[]
			);

			expect(await undo(tokenIn(await noticeTo(ann)))).toMatchObject({ status: 303 });
			expect(await world.user()).toMatchObject({ email: STORED });
			expect((await world.signIn(auth, ann, NEW)).result.ok).toBe(true);
		}
	);

	test('is taken back by its owner, which undoes what came in between', async () => {
		const { browser: owner } = await world.signIn(auth);
		await change(owner, B);
		const first = tokenIn(await noticeTo(ann));
		await change(owner, C);
		const second = tokenIn(await noticeTo(B));
		expect(await change(owner, ann)).toMatchObject({ status: 200 });
		expect((await noticeTo(C))?.text).not.toContain('token=');
		for (const token of [first, second])
			expect(await undo(token)).toMatchObject({ code: 'LINK_INVALID' });
		expect((await world.user()).email).toBe(ann);
	});

	test('whose owner finds it taken all the same is told so', async () => {
		const { browser } = await world.signIn(auth);
		await change(browser, B);
		const token = tokenIn(await noticeTo(ann));
		// By the app's own code.
		await world.makeUser('ANN@example.com');
		expect(await undo(token)).toMatchObject({ status: 409, code: 'EMAIL_TAKEN' });
	});

	test('is sent its link again, where a sign-up must not tell that it is kept', async () => {
		const { browser } = await world.signIn(auth);
		await change(browser, B);
		const first = await noticeTo(ann);
		auth = world.app({ verification: 'required' });
		expect(await signUp(ann)).toMatchObject({ status: 303, location: '/verify-email' });
		const again = await noticeTo(ann);
		expect(tokenIn(again)).not.toBe(tokenIn(first));
		expect(await undo(tokenIn(again))).toMatchObject({ status: 303 });
		expect(await world.user()).toMatchObject({ email: STORED });
	});
});
