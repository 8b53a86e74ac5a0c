import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../../e2e/support/database.js';
import { guardianAuth } from '../../index.js';
import { Browser } from '../../tests/request-event.test.support.js';

const person = { email: 'eve@example.com', password: 'correct horse battery' };

describe('signUp() with columns of the app’s own', { timeout: 60_000 }, () => {
	let database: TestDatabase;
	beforeEach(async () => {
		database = await createDatabase('sqlite');
	});
	afterEach(() => database.close());

	const open = () =>
		guardianAuth({ prisma: database.prisma, secret: 'a secret of 32 characters, or more' });

	async function signUp(more: object) {
		const auth = open();
		const { page } = await new Browser().visit(auth.handle, ({ cookies }) =>
			auth.signUp({ cookies, ...person, redirect: false, ...more })
		);
		return page;
	}
	const row = () => database.prisma.user.findFirst();

	test('stores them in the row of the user', async () => {
		const emailVerifiedAt = new Date('2026-01-01');
		expect(await signUp({ data: { emailVerifiedAt, name: 'Eve' } })).toMatchObject({ ok: true });
		expect(await row()).toMatchObject({ email: person.email, emailVerifiedAt, name: 'Eve' });
	});

	test('stores them never in the place of what signs in, nor of a name that was given', async () => {
		const data = { email: 'x', passwordHash: 'x', name: 'Mallory' };
		expect(await signUp({ name: 'Eve', data })).toMatchObject({ ok: true });
		expect(await row()).toMatchObject({ email: person.email, name: 'Eve' });
		expect((await row())!.passwordHash).toMatch(/^\$argon2id\$/);
	});

	test('a form cannot fill them: a field of that name is no part of the schema', async () => {
		const { actions, handle } = open();
		const fields = { ...person, data: '{"emailVerifiedAt":"2026-01-01"}' };
		await expect(
			new Browser().act(handle, '/signup?/signup', fields, actions.signup)
		).rejects.toMatchObject({ status: 303 });
		expect(await row()).toMatchObject({ email: person.email, emailVerifiedAt: null });
	});

	test.each(['x', 1, null, ['x']])('%o is a mistake', async (data) => {
		await expect(signUp({ data })).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
		expect(await row()).toBeNull();
	});
});
