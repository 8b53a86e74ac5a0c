import { randomUUID } from 'node:crypto';
import type { Database } from '../database/database.js';
import type { OutboxRow } from './outbox-columns.js';

/** How long a row belongs to whoever has claimed it, in milliseconds. */
export const LEASE_MS = 3 * 60 * 1000;

/** How many due rows are looked at, of which some are taken. */
const LOOKED_AT = 50;

/** For how long rows are put aside at most that have to wait for an earlier one, in milliseconds. */
const PARKED_MS = 60 * 1000;

/** Where the rows of an outbox are. */
export interface OutboxTable {
	database: Database;
	/** The key of its model. */
	model: string;
	/** The column of which rows with the same value are delivered one after the other. */
	orderedBy: string;
	/**
	 * Whether delivered rows stay, with `sentAt` and without `data`, until the owner of the model deletes them. Default: they
	 * are deleted.
	 */
	keepsSent?: boolean;
}

/** What one look at the outbox has given. */
export interface Claim<Row> {
	/** The rows that now belong to the caller. */
	rows: Row[];
	/** Whether there was anything due at all. */
	isAnyDue: boolean;
}

type Values = Record<string, unknown>;

/**
 * Creates the statements of an outbox. A row is taken by one conditional update, so that of any number of processes one gets
 * it; and only the earliest row of its order is ever taken.
 *
 * @example
 * ```ts
 * const rows = createOutboxRows<MailRow>({ database, model: 'outboxMessage', orderedBy: 'to' });
 * const { rows: claimed } = await rows.claim(10);
 * ```
 */
export function createOutboxRows<Row extends OutboxRow>(table: OutboxTable) {
	const { database, orderedBy, keepsSent } = table;
	const { query } = database;
	const model = () => database.model(table.model);
	const pending: Values = keepsSent ? { sentAt: null } : {};

	/** The earliest row of an order that is not delivered yet. */
	async function headOf(order: string): Promise<Row | undefined> {
		const where = { ...pending, [orderedBy]: order };
		const found = await query(() => model().findMany({ where, orderBy: { id: 'asc' }, take: 1 }));
		return (found as Row[])[0];
	}

	/** Puts the due rows of an order aside, as long as the earliest one has to wait. */
	async function park(order: string, head: Row, now: Date): Promise<void> {
		const until = Math.min(head.nextAttemptAt.getTime(), now.getTime() + PARKED_MS);
		await query(() =>
			model().updateMany({
				where: { ...pending, [orderedBy]: order, nextAttemptAt: { lte: now } },
				data: { nextAttemptAt: new Date(until) }
			})
		);
	}

	return {
		/**
		 * Takes rows that are due, at most one of each order.
		 *
		 * @param most how many
		 */
		async claim(most: number): Promise<Claim<Row>> {
			const now = new Date();
			const due = { ...pending, nextAttemptAt: { lte: now } };
			const found: Values[] = await query(() =>
				model().findMany({
					where: due,
					orderBy: [{ nextAttemptAt: 'asc' }, { id: 'asc' }],
					take: LOOKED_AT,
					select: { [orderedBy]: true }
				})
			);
			if (found.length === 0) return { rows: [], isAnyDue: false };
			const orders = [...new Set(found.map((row) => row[orderedBy] as string))];

			const ids: string[] = [];
			for (const order of someOf(orders, most)) {
				const head = await headOf(order);
				if (!head) continue;
				if (head.nextAttemptAt > now) await park(order, head, now);
				else ids.push(head.id);
			}
			if (ids.length === 0) return { rows: [], isAnyDue: true };
			const lease = randomUUID();
			const data = {
				lease,
				nextAttemptAt: new Date(now.getTime() + LEASE_MS),
				attempts: { increment: 1 }
			};
			// The condition is checked again when a row is free to be written: whoever comes second gets none.
			const where = { ...due, id: { in: ids } };
			const { count } = await query(() => model().updateMany({ where, data }));
			if (count === 0) return { rows: [], isAnyDue: true };
			const rows = await query(() => model().findMany({ where: { lease } }));
			return { rows: rows as Row[], isAnyDue: true };
		},

		/** Takes a row out that was delivered, or that nobody wants any more. */
		async remove({ id, lease }: Row, wasSent: boolean): Promise<void> {
			const where = { id, lease };
			await query(() =>
				keepsSent && wasSent
					? model().updateMany({ where, data: { sentAt: new Date(), lease: null, data: '' } })
					: model().deleteMany({ where })
			);
		},

		/** Gives a row back, to be delivered later. */
		async postpone({ id, lease }: Row, until: Date, isAttempt: boolean): Promise<void> {
			const data = {
				lease: null,
				nextAttemptAt: until,
				...(!isAttempt && { attempts: { decrement: 1 } })
			};
			await query(() => model().updateMany({ where: { id, lease }, data }));
		},

		/** The rows that are not delivered yet, the earliest first. */
		list: async ({ limit, offset }: { limit: number; offset: number }): Promise<Row[]> =>
			await query(() =>
				model().findMany({
					where: { ...pending, nextAttemptAt: { gt: new Date(0) } },
					orderBy: { id: 'asc' },
					take: limit,
					skip: offset
				})
			)
	};
}

/** The statements of an outbox. */
export type OutboxRows<Row extends OutboxRow> = ReturnType<typeof createOutboxRows<Row>>;

/** Some of a list, in no order: so several processes seldom want the same. */
function someOf(list: string[], most: number): string[] {
	const left = [...list];
	const some: string[] = [];
	while (left.length > 0 && some.length < most) {
		some.push(...left.splice(Math.floor(Math.random() * left.length), 1));
	}
	return some;
}
