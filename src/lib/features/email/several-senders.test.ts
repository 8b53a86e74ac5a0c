import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundleProgram, type BundledProgram } from '../../../../e2e/support/bundled-process.js';
import { providers } from '../../../../e2e/support/database.js';
import { isAny, runs } from '../../../../e2e/support/gate.js';
import { createRowId } from '../../outbox/row-id.js';
import { createOutboxWorld } from './mail-queue.test.support.js';

/** So many that each process has some, although one begins before the other. */
const MAILS = runs(200, 1000);

let sender: BundledProgram;
beforeAll(async () => {
	sender = await bundleProgram(join(import.meta.dirname, 'sender.test.support.ts'));
});
afterAll(() => sender.remove());

/** What a process has sent, in order; and how it ended. */
async function send(...args: string[]) {
	const { lines, ending } = await sender.run(...args);
	const sent = lines.map((line) => {
		const [id = '', to = '', start, end] = line.split(' ');
		return { id, to, start: Number(start), end: Number(end) };
	});
	return { sent, ending };
}

describe.each(providers)('on %s', (provider) => {
	let world: Awaited<ReturnType<typeof createOutboxWorld>>;
	beforeEach(async () => void (world = await createOutboxWorld(provider)));
	afterEach(() => world.close());

	async function fill(count: number, addresses: number) {
		const nextAttemptAt = new Date(Date.now() - 1000);
		await world.database.prisma.outboxMessage.createMany({
			data: Array.from({ length: count }, (_, n) => ({
				...{ id: createRowId(), kind: 'verifyEmail', to: `user${n % addresses}@example.com` },
				...{ data: '{}', nextAttemptAt }
			}))
		});
	}

	test(`PW16: of ${MAILS} mails that two processes send each is sent once, in order for each address`, async () => {
		await fill(MAILS, MAILS / 4);
		const { url } = world.database;
		const both = await Promise.all([send(url), send(url)]);
		expect(both.map(({ ending }) => ending)).toEqual([0, 0]);
		for (const { sent } of both) expect(sent.length).toBeGreaterThan(MAILS / 20);

		const all = both.flatMap(({ sent }) => sent).sort((a, b) => a.start - b.start);
		expect(all).toHaveLength(MAILS);
		expect(new Set(all.map(({ id }) => id)).size).toBe(MAILS);
		const last = new Map<string, (typeof all)[number]>();
		for (const mail of all) {
			const before = last.get(mail.to);
			if (before) {
				expect(mail.id > before.id, 'an earlier mail came later').toBe(true);
				expect(mail.start).toBeGreaterThanOrEqual(before.end);
			}
			last.set(mail.to, mail);
		}
	}, 100_000);

	test.runIf(isAny(provider))(
		'PW16: what a process had sent when it was killed is sent again with the same id, and everything else once',
		async () => {
			await fill(20, 20);
			const { url } = world.database;
			const killed = await send(url, '7');
			expect(killed).toMatchObject({ ending: 'SIGKILL', sent: { length: 7 } });
			await world.skipWaits();
			const rest = await send(url);

			const rows = await world.rows();
			expect(rows.every(({ sentAt }) => sentAt !== null)).toBe(true);
			const ids = rows.map(({ id }) => id);
			for (const { id } of [...killed.sent, ...rest.sent]) expect(ids).toContain(id);
		}
	);
});
