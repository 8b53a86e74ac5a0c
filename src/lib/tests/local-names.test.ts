import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { guardianAuth } from '../index.js';
import type { GuardianOptions } from '../options.js';
import { Browser } from './request-event.test.support.js';

describe('FR31 the names in `locals`', () => {
	let database: TestDatabase;
	beforeEach(async () => void (database = await createDatabase()));
	afterEach(() => database.close());

	test.each<[GuardianOptions<object>['locals'], string[]]>([
		[{}, ['session', 'user']],
		[{ session: 'authSession' }, ['authSession', 'user']],
		[{ session: 'authSession', user: 'account' }, ['account', 'authSession']]
	])('with %j they are %j, before and after signing in and out', async (locals, names) => {
		const auth = guardianAuth({ prisma: database.prisma, locals });
		const browser = new Browser();
		const known = ({ locals }: { locals: object }) =>
			Object.entries(locals).map(([name, value]) => [name, value !== null]);
		const all = (value: boolean) => names.map((name) => [name, value]);

		const { page } = await browser.visit(auth.handle, async (event) => {
			const before = known(event);
			const { cookies } = event;
			await auth.signUp({
				cookies,
				email: 'ann@example.com',
				password: 'a long sentence',
				redirect: false
			});
			return [before, known(event)].map((each) => each.sort());
		});
		expect(page).toEqual([all(false), all(true)]);
		const next = await browser.visit(auth.handle, async (event) => {
			const before = known(event);
			await auth.signOut({ cookies: event.cookies, redirect: false });
			return [before, known(event)].map((each) => each.sort());
		});
		expect(next.page).toEqual([all(true), all(false)]);
	});

	test.each([
		{ session: 'user' },
		{ session: '__proto__' },
		{ session: 'toString' },
		{ session: 'a b' },
		{ session: '' },
		{ other: 'x' }
	])('%j is refused', (locals) => {
		expect(() => guardianAuth({ prisma: database.prisma, locals: locals as object })).toThrow(
			/locals/
		);
	});
});
