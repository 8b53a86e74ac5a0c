import { afterEach, describe, expect, test } from 'vitest';
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
