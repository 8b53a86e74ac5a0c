import { randomUUID } from 'node:crypto';
import type { Database } from '../database/database.js';
import type { OutboxRow } from './outbox-columns.js';

/** How long a row belongs to whoever has claimed it, in milliseconds. */
export const LEASE_MS = 3 * 60 * 1000;

/** How many due rows are looked at, of which some are taken. */
const LOOKED_AT = 50;

/** For how long rows are put aside at most that have to wait for an earlier one, in milliseconds. */
const PARKED_MS = 60 * 1000;

/** The same where the earlier one is being delivered. */
const PARKED_BRIEFLY_MS = 500;

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
	/** When to look again for rows behind one that somebody else is delivering. */
	busyUntil: Date | null;
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

	const earliest = async (where: Values, take: number): Promise<Row[]> =>
		await query(() =>
			model().findMany({ where: { ...pending, ...where }, orderBy: { id: 'asc' }, take })
		);

	/** The earliest row of each of these orders that is not delivered yet. */
	async function headsOf(orders: string[], most: number): Promise<Row[]> {
		const heads = new Map<string, Row>();
		const orderOf = (row: Row) => (row as Values)[orderedBy] as string;
		for (const row of await earliest({ [orderedBy]: { in: padded(orders, most) } }, most * 5)) {
			if (!heads.has(orderOf(row))) heads.set(orderOf(row), row);
		}
		// Where one order has many rows, those of others may not have been among the first.
		for (const order of orders) {
			const [row] = heads.has(order) ? [] : await earliest({ [orderedBy]: order }, 1);
			if (row) heads.set(order, row);
		}
		return [...heads.values()];
	}

	/** Puts the due rows of an order aside, as long as the earliest one has to wait. */
	async function park(head: Row, now: Date): Promise<Date> {
		const most = now.getTime() + (head.lease === null ? PARKED_MS : PARKED_BRIEFLY_MS);
		const until = new Date(Math.min(head.nextAttemptAt.getTime(), most));
		const order = (head as Values)[orderedBy];
		await query(() =>
			model().updateMany({
				where: { ...pending, [orderedBy]: order, nextAttemptAt: { lte: now } },
				data: { nextAttemptAt: until }
			})
		);
		return until;
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
			if (found.length === 0) return { rows: [], isAnyDue: false, busyUntil: null };
			const orders = [...new Set(found.map((row) => row[orderedBy] as string))];

			const ids: string[] = [];
			let busyUntil: Date | null = null;
			for (const head of await headsOf(someOf(orders, most), most)) {
				if (head.nextAttemptAt <= now) ids.push(head.id);
				else {
					const until = await park(head, now);
					if (head.lease !== null) busyUntil = until;
				}
			}
			const none = { rows: [], isAnyDue: true, busyUntil };
			if (ids.length === 0) return none;
			const lease = randomUUID();
			const data = {
				lease,
				nextAttemptAt: new Date(now.getTime() + LEASE_MS),
				attempts: { increment: 1 }
			};
			// The condition is checked again when a row is free to be written: whoever comes second gets none.
			const where = { ...due, id: { in: padded(ids, most) } };
			const { count } = await query(() => model().updateMany({ where, data }));
			if (count === 0) return none;
			const rows = await query(() => model().findMany({ where: { lease } }));
			return { ...none, rows: rows as Row[] };
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

/** One text for every number of values: a driver that keeps statements prepared would keep one for each. */
const padded = (values: string[], length: number) => [
	...values,
	...Array<string>(Math.max(length - values.length, 0)).fill(values[0]!)
];

/** Some of a list, in no order: so several processes seldom want the same. */
function someOf(list: string[], most: number): string[] {
	const left = [...list];
	const some: string[] = [];
	while (left.length > 0 && some.length < most) {
		some.push(...left.splice(Math.floor(Math.random() * left.length), 1));
	}
	return some;
}
