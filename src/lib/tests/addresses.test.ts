import { isActionFailure } from '@sveltejs/kit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { guardianAuth } from '../index.js';
import { Browser } from './request-event.test.support.js';

let database: TestDatabase;
beforeEach(async () => void (database = await createDatabase()));
afterEach(() => database.close());

test('FR21: a domain in Unicode is stored in Punycode, and a form shows it as typed', async () => {
	const auth = guardianAuth({ prisma: database.prisma, limits: false });
	const fields = { email: 'Ann@Bücher.example', password: 'a long sentence' };
	const act = (name: 'signin' | 'signup', more: object = {}) =>
		new Browser()
			.act(auth.handle, `/sign?/${name}`, { ...fields, ...more }, auth.actions[name])
			.catch((thrown: { status: number }) => thrown.status);

	expect(await act('signup')).toBe(303);
	expect(await database.prisma.user.findMany()).toMatchObject([
		{ email: 'ann@xn--bcher-kva.example' }
	]);
	for (const email of ['ann@bücher.example', 'ann@xn--bcher-kva.example'])
		expect(await act('signin', { email })).toBe(303);
	const refused = await act('signin', { password: 'another one' });
	if (!isActionFailure(refused)) throw new Error('It was not refused.');
	expect(refused.data).toMatchObject({ form: { data: { email: 'ann@bücher.example' } } });
});
