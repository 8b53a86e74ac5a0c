import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { isGate } from '../../../e2e/support/gate.js';
import { guardianAuth, hashPassword, verifyPassword } from '../index.js';
import { Browser } from './request-event.test.support.js';

const WRONG = 'not the right one';
/** Of each kind of account. They take a minute, so only the gate asks for them. */
const SAMPLES = isGate ? 60 : 0;
/** By Lucia's `Scrypt`, of some other password. */
const LUCIA = `${'5f'.repeat(16)}:${'a1'.repeat(64)}`;

describe('SE19: unknown and known accounts are refused at the same time, whatever their hash costs', () => {
	let database: TestDatabase;
	let auth: ReturnType<typeof open>;
	const open = () => guardianAuth({ prisma: database.prisma, limits: false });
	const kinds = ['nobody', 'ours', 'lucia', 'cheap', 'costly', 'none', 'disabled'];

	beforeAll(async () => {
		database = await createDatabase('sqlite');
		const costs = (memoryCost: number, timeCost: number) =>
			hash('the right one', { memoryCost, timeCost, parallelism: 1 });
		const hashes: Record<string, string | null> = {
			ours: await hashPassword('the right one'),
			lucia: LUCIA,
			cheap: await costs(8, 1),
			costly: await costs(32_768, 3),
			none: null,
			disabled: await hashPassword(WRONG)
		};
		for (const [kind, passwordHash] of Object.entries(hashes)) {
			const disabledAt = kind === 'disabled' ? new Date() : null;
			await database.prisma.user.create({
				data: { email: `${kind}@example.com`, passwordHash, disabledAt }
			});
		}
		auth = open();
		await refused('lucia');
	});
	// These wait for it: see each-test-file.ts.
	beforeEach(() => void vi.restoreAllMocks());
	afterAll(() => database.close());

	/** How long a refusal takes, in milliseconds. */
	async function refused(kind: string) {
		const { page } = await new Browser().visit(auth.handle, async ({ cookies }) => {
			const started = performance.now();
			const email = `${kind}@example.com`;
			const result = await auth.signIn({ cookies, email, password: WRONG, redirect: false });
			expect(result).toMatchObject({ code: 'INVALID_CREDENTIALS' });
			return performance.now() - started;
		});
		return page!;
	}

	test('by signIn(): none before the first quarter of a second', async () => {
		const times = await Promise.all(
			kinds.map(async (kind) => [kind, await refused(kind)] as const)
		);
		// A timer may fire a fraction of a millisecond early.
		for (const [kind, ms] of times) expect(ms, kind).toBeGreaterThanOrEqual(249);
	});

	test.runIf(SAMPLES)(
		`by signIn(): the medians of ${SAMPLES} refusals of each kind differ by less than a tenth`,
		async () => {
			const times = new Map(['nobody', 'ours', 'lucia'].map((kind) => [kind, [] as number[]]));
			// One after the other, because waiting for a free thread would add to the time of some.
			for (let sample = 0; sample < SAMPLES; sample++) {
				for (const [kind, all] of times) all.push(await refused(kind));
			}
			const medians = [...times].map(([kind, all]) => {
				const median = all.sort((a, b) => a - b)[Math.floor(SAMPLES / 2)]!;
				return [kind, median] as const;
			});
			const least = Math.min(...medians.map(([, median]) => median));
			for (const [kind, median] of medians) expect(median / least, kind).toBeLessThan(1.1);
		},
		120_000
	);

	test('by verifyPassword()', async () => {
		const started = performance.now();
		expect(await verifyPassword(null, WRONG)).toBe(false);
		expect(performance.now() - started).toBeGreaterThanOrEqual(249);
	});
});
