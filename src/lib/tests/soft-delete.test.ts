import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { providers } from '../../../e2e/support/database.js';
import { isAny } from '../../../e2e/support/gate.js';
import {
	createSchemaDatabase,
	OWN_OPTIONS,
	type SchemaClient,
	type SchemaDatabase
} from '../../../e2e/support/schemas.js';
import { guardianAuth } from '../index.js';
import { Browser } from './request-event.test.support.js';

const password = 'a long sentence';

/** What the database computes out of a column for deleted and one for blocked users. */
const COMPUTED = {
	sqlite: 'VIRTUAL',
	postgresql: 'STORED'
};

describe.each(providers)('FR31: on %s, a user who is deleted softly', (provider) => {
	let database: SchemaDatabase;
	let prisma: SchemaClient<'own-names'>;

	beforeAll(async () => {
		database = await createSchemaDatabase(provider, 'own-names');
		await database.migrate(
			'computed',
			`ALTER TABLE "auth_users" DROP COLUMN "is_out";
			ALTER TABLE "auth_users" ADD COLUMN "is_out" BOOLEAN
				GENERATED ALWAYS AS ("blocked" OR "gone_since" IS NOT NULL) ${COMPUTED[provider]};`
		);
		prisma = database.client('own-names');
	}, 60_000);
	afterAll(() => database.close());

	test.each([
		['a date', 'goneSince', { goneSince: new Date() }, { goneSince: null }],
		['a boolean', 'blocked', { blocked: true }, { blocked: false }],
		['a computed column', 'out', { goneSince: new Date() }, { goneSince: null }],
		['a computed column, by the other one', 'out', { blocked: true }, { blocked: false }]
	] as const)(
		'is signed out at the next request and cannot sign in, until it is undone: %s',
		async (name, disabledAt, deleted, undone) => {
			// The client that is asked by statements, and one that is asked by Prisma's methods alone.
			const extended = isAny(provider) ? [prisma.$extends({}) as unknown as typeof prisma] : [];
			for (const client of [prisma, ...extended]) {
				const auth = guardianAuth({
					...{ prisma: client, ...OWN_OPTIONS },
					user: { ...OWN_OPTIONS.user, fields: { ...OWN_OPTIONS.user.fields, disabledAt } }
				});
				const mail = `${name.replaceAll(/\W/g, '')}${client === prisma}@example.com`;
				const browser = new Browser();
				const signIn = () =>
					browser.visit(auth.handle, ({ cookies }) =>
						auth.signIn({ cookies, email: mail, password, redirect: false })
					);
				const isSignedIn = async () =>
					(await browser.visit(auth.handle, ({ locals }) => locals.user !== null)).page;

				await browser.visit(auth.handle, ({ cookies }) =>
					auth.signUp({ cookies, email: mail, password, redirect: false })
				);
				expect(await isSignedIn()).toBe(true);
				await prisma.authUser.update({ where: { mail }, data: deleted });
				expect(await isSignedIn()).toBe(false);
				expect((await signIn()).page).toMatchObject({ ok: false, code: 'INVALID_CREDENTIALS' });

				await prisma.authUser.update({ where: { mail }, data: undone });
				expect((await signIn()).page).toMatchObject({ ok: true });
				expect(await isSignedIn()).toBe(true);
			}
		}
	);
});
