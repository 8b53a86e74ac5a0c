import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { guardianAuth } from '../index.js';

let database: TestDatabase;

test('FR32 a copy of the auth module that was saved anew ends the rounds of the one before', async () => {
	vi.stubEnv('NODE_ENV', 'development');
	let rounds = 0;
	const prisma = () =>
		database.prisma.$extends({
			query: {
				session: {
					findMany({ args, query }) {
						rounds += 1;
						return query(args);
					}
				}
			}
		});
	const [first, second] = [prisma(), prisma()];
	guardianAuth({ prisma: first, session: { deleteExpiredEvery: 0.01 } });
	await vi.waitFor(() => expect(rounds).toBeGreaterThan(0));
	guardianAuth({ prisma: second });
	// One may be in progress.
	await sleep(50);
	const after = rounds;
	await sleep(50);
	expect(rounds).toBe(after);
	vi.unstubAllEnvs();
});

beforeEach(async () => {
	database = await createDatabase();
});
afterEach(async () => {
	vi.restoreAllMocks();
	await database.close();
});

test('a build of SvelteKit deletes nothing, however long it takes', async () => {
	vi.stubEnv('SVELTEKIT_FORK', 'true');
	guardianAuth({ prisma: database.prisma, session: { deleteExpiredEvery: 0.01 } });
	database.statements.length = 0;
	await sleep(100);
	expect(database.statements.filter((sql) => sql.includes('Session'))).toEqual([]);
	vi.unstubAllEnvs();
});

test.each(['succeeds', 'fails'])(
	'SE41 a deletion of expired sessions that %s and takes longer than `deleteExpiredEvery` is alone, and the next begins after it',
	async (end) => {
		const reports = vi.spyOn(console, 'error').mockImplementation(() => {});
		let underway = 0;
		let most = 0;
		let rounds = 0;
		const prisma = database.prisma.$extends({
			query: {
				session: {
					async findMany({ args, query }) {
						// The last one never ends, and nor does its timer keep anything alive.
						if (++rounds > 3) return new Promise<never>(() => {});
						most = Math.max(most, ++underway);
						await sleep(60);
						underway -= 1;
						if (end === 'fails') throw new Error('the disk is on fire');
						return query(args);
					}
				}
			}
		});
		guardianAuth({ prisma, session: { deleteExpiredEvery: 0.01 }, store: { timeout: 3600 } });

		await vi.waitFor(() => expect(rounds).toBe(4), { timeout: 10_000 });
		expect(most).toBe(1);
		expect(reports).toHaveBeenCalledTimes(end === 'fails' ? 3 : 0);
	}
);
