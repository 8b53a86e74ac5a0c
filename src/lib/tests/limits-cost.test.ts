import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { isGate } from '../../../e2e/support/gate.js';
import { guardianAuth, hashPassword } from '../index.js';
import { Browser } from './request-event.test.support.js';

/** Of each kind. They take a minute, so only the gate asks for them. */
const SAMPLES = isGate ? 100 : 0;
/**
 * The median of sign-ins with limits is at most so many times that of those without, in the computing time of this process:
 * what else a busy machine does says nothing about limits.
 */
const MOST = 1.15;
const ROUNDS = 5;

const password = 'a long enough sentence';
const secret = 'a secret of at least 32 characters';
const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;

describe.each(providers)('on %s', (provider) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await createDatabase(provider);
		const passwordHash = await hashPassword(password);
		await database.prisma.user.create({ data: { email: 'ann@example.com', passwordHash } });
	});
	afterAll(() => database.close());

	test.runIf(SAMPLES)(
		`the medians of ${SAMPLES} sign-ins: limits cost at most ${Math.round((MOST - 1) * 100)} % of the computing of one`,
		async () => {
			const { prisma } = database;
			const many = { points: 1_000_000, seconds: 60 };
			const apps = {
				limited: guardianAuth({ prisma, secret, limits: { signIn: many } }),
				unlimited: guardianAuth({ prisma, secret, limits: false })
			};
			const kinds = ['limited', 'unlimited'] as const;
			async function signIn(kind: keyof typeof apps) {
				const auth = apps[kind];
				const started = process.cpuUsage();
				const { page } = await new Browser().visit(auth.handle, ({ cookies }) =>
					auth.signIn({ cookies, email: 'ann@example.com', password, redirect: false })
				);
				expect(page).toMatchObject({ ok: true });
				const { user, system } = process.cpuUsage(started);
				return (user + system) / 1000;
			}
			for (const kind of kinds) for (let n = 0; n < 5; n++) await signIn(kind);
			// What limits cost shows in every round; what a garbage collection costs, in some.
			const rounds: string[] = [];
			for (let round = 0; round < ROUNDS; round++) {
				const times = { limited: [] as number[], unlimited: [] as number[] };
				for (let n = 0; n < SAMPLES; n++) {
					for (const kind of n % 2 ? kinds : kinds.toReversed())
						times[kind].push(await signIn(kind));
				}
				const [limited, unlimited] = [median(times.limited), median(times.unlimited)];
				rounds.push(`${limited.toFixed(2)} and ${unlimited.toFixed(2)} ms`);
				if (limited / unlimited <= MOST) break;
				expect(round, rounds.join('; ')).toBeLessThan(ROUNDS - 1);
			}
			console.info(`${provider}: ${rounds.join('; ')}`);
		},
		300_000
	);
});
