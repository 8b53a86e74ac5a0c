import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anyProvider } from '../../../e2e/support/gate.js';
import { isMysql } from '../../../e2e/support/database.js';
import { ann, createEmailWorld, NEW, OLD } from './email-world.test.support.js';
import { Browser } from './request-event.test.support.js';

type World = Awaited<ReturnType<typeof createEmailWorld>>;
let world: World;
afterEach(() => world.close());

/** Somebody else tries passwords until the account takes none. */
async function attack(auth: ReturnType<World['app']>, email = ann) {
	for (let n = 0; n < 5; n++) await world.signIn(auth, email, 'wrong one');
	expect((await world.signIn(auth, email)).result.code).toBe('TOO_MANY_REQUESTS');
}

describe.skipIf(isMysql)('RL7: on postgresql, where the database ignores case', () => {
	test('a browser that has signed in has a count of its own, though the email is stored with capitals', async () => {
		world = await createEmailWorld('postgresql');
		const { prisma } = world.database;
		await prisma.$executeRawUnsafe(
			"CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"
		);
		await prisma.$executeRawUnsafe(
			'ALTER TABLE "User" ALTER COLUMN "email" TYPE text COLLATE nocase'
		);
		await world.makeAnn({ email: 'Ann@example.com', emailVerifiedAt: new Date() });
		const auth = world.app();
		const { browser } = await world.signIn(auth);
		await attack(auth);
		expect(
			await world.post(auth, browser, 'changeemail', { email: 'new@example.com', password: OLD })
		).toMatchObject({ status: 200 });
		await attack(auth);
		const { page } = await browser.visit(auth.handle, ({ cookies }) =>
			auth.changePassword({ cookies, currentPassword: OLD, newPassword: NEW })
		);
		expect(page).toMatchObject({ ok: true });
		await world.deliver(auth);
	});
});

describe.each(anyProvider)('RL7: on %s, a browser', (provider) => {
	let auth: ReturnType<World['app']>;
	beforeEach(async () => {
		world = await createEmailWorld(provider);
		await world.makeAnn({ emailVerifiedAt: new Date() });
		auth = world.app();
	});
	const signOut = (browser: Browser) => browser.post(auth.handle, '/?/signout', {});
	const signIn = async (email: string, password: string, browser: Browser) =>
		(await world.signIn(auth, email, password, browser)).result.code ?? 'ok';

	/** Both have signed in, and the owner is signed in still. */
	async function ownerAndOther() {
		const [owner, other] = [new Browser(), new Browser()];
		for (const browser of [owner, other]) await world.signIn(auth, ann, OLD, browser);
		await signOut(other);
		return { owner, other };
	}
	const fresh = 'fresh@example.com';
	async function askForChange(owner: Browser) {
		await world.post(auth, owner, 'changeemail', { email: fresh, password: OLD });
		return world.mailTo(auth, fresh);
	}

	test('that changes the email while signed in stays proven, and no other one does', async () => {
		const { owner, other } = await ownerAndOther();
		await world.open(auth, owner, await askForChange(owner));
		expect(await world.post(auth, owner, 'verifyemail')).toMatchObject({ status: 200 });
		await world.deliver(auth);
		await signOut(owner);
		await attack(auth, fresh);
		expect(await signIn(fresh, OLD, other)).toBe('TOO_MANY_REQUESTS');
		expect(await signIn(fresh, OLD, owner)).toBe('ok');
	});

	test('that confirms a new email by the password is proven', async () => {
		const { owner, other } = await ownerAndOther();
		const third = new Browser();
		await world.open(auth, third, await askForChange(owner));
		await world.post(auth, third, 'verifyemail', { password: OLD });
		await world.deliver(auth);
		await signOut(third);
		await attack(auth, fresh);
		expect(await signIn(fresh, OLD, other)).toBe('TOO_MANY_REQUESTS');
		expect(await signIn(fresh, OLD, third)).toBe('ok');
	});

	test('that changes the password while signed in stays proven, and no other one does', async () => {
		const { owner, other } = await ownerAndOther();
		await owner.visit(auth.handle, ({ cookies }) =>
			auth.changePassword({ cookies, currentPassword: OLD, newPassword: NEW })
		);
		await world.deliver(auth);
		await signOut(owner);
		await attack(auth);
		expect(await signIn(ann, NEW, other)).toBe('TOO_MANY_REQUESTS');
		expect(await signIn(ann, NEW, owner)).toBe('ok');
	});

	test('that is signed in while it resets the password is proven no more', async () => {
		const { owner } = await ownerAndOther();
		await world.post(auth, owner, 'forgotpassword', { email: ann });
		await world.open(auth, owner, await world.mailTo(auth, ann));
		expect(await world.post(auth, owner, 'resetpassword', { password: NEW })).toMatchObject({
			status: 303
		});
		await world.deliver(auth);
		await attack(auth);
		expect(await signIn(ann, NEW, owner)).toBe('TOO_MANY_REQUESTS');
	});
});
