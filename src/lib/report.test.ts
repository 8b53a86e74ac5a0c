import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDatabase } from '../../e2e/support/database.js';
import { createQuery, StoreError } from './database/query.js';
import { createUsers } from './users/users.js';
import { report } from './report.js';

/** What the server's log has come to hold. */
let log: string;

beforeEach(() => {
	log = '';
	vi.spyOn(console, 'error').mockImplementation((...line) => {
		log += line.map(String).join(' ') + '\n';
	});
});
afterEach(() => {
	vi.restoreAllMocks();
});

test('says whose line it is, what happened, and every reason beneath it', () => {
	const cause = new Error('refused', { cause: new RangeError('port') });
	report('A sign-out could not be confirmed.', new StoreError('Down.', { cause }));

	expect(log).toBe(
		'[svelte-guardian] A sign-out could not be confirmed. StoreError: Down. Error: refused RangeError: port\n'
	);
});

test('takes what is thrown that is no error', () => {
	report('An event handler threw.', 'just a string');

	expect(log).toContain('just a string');
});

test('SO12: no row and no password’s hash gets into the log, whatever the client puts into its message', async () => {
	const database = await createDatabase();
	// A client that refuses its arguments prints them all. So it is, too, where an app's User has a required column more.
	const users = createUsers({
		prisma: database.prisma,
		columns: { unknown: true },
		query: createQuery(5)
	});
	const ann = { email: 'ann@example.com', passwordHash: '$argon2id$secret' };
	const error = await users.create(ann).catch((error: unknown) => error);
	await database.close();
	report('A sign-up could not be finished.', error);

	expect(log).toContain('StoreError');
	expect(log).not.toContain(ann.passwordHash);
	expect(log).not.toContain(ann.email);
});
