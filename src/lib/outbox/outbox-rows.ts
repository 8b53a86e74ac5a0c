import { randomUUID } from 'node:crypto';
import type { Database } from '../database/database.js';
import type { OutboxRow } from './outbox-columns.js';

/** How long a row belongs to whoever has claimed it, in milliseconds. */
export const LEASE_MS = 3 * 60 * 1000;

/** How many due rows are looked at, of which some are taken. */
const LOOKED_AT = 50;

/** How many due rows are looked through for unwanted ones. */
const SIFTED = 500;

/** For how long rows are put aside at most that have to wait for an earlier one, in milliseconds. */
const PARKED_MS = 60 * 1000;

/** The same where the earlier one is being delivered. Whoever looks waits for what is due so soon. */
const PARKED_BRIEFLY_MS = 500;

/** Where the rows of an outbox are. */
export interface OutboxTable<Row extends OutboxRow> {
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
	/** Whether nobody wants a row, as far as that shows without a statement: where many are due, such ones are dropped together. */
	isUnwanted?(row: Row): Promise<boolean>;
}

/** What one look at the outbox has given. */
export interface Claim<Row> {
	/** The rows that now belong to the caller. */
	rows: Row[];
	/**
	 * When to look again: `at-once`, as there may be more; `after-one` of those that this instance delivers, behind which others
	 * wait; at a time, within half a second; or `null`, as nothing is due.
	 */
	next: 'at-once' | 'after-one' | Date | null;
}

type Values = Record<string, unknown>;

/**
 * Creates the statements of an outbox. A row is taken by one conditional update, so that of any number of processes one gets
 * it; and only the earliest row of its order is ever taken.
 *
 * @example
 * ```ts
 * const rows = createOutboxRows<MailRow>({ database, model: 'outboxMessage', orderedBy: 'to' });
 * const { rows: claimed } = await rows.claim(10, new Map());
 * ```
 */
export function createOutboxRows<Row extends OutboxRow>(table: OutboxTable<Row>) {
	const { database, orderedBy, keepsSent, isUnwanted } = table;
	const { query } = database;
	const model = () => database.model(table.model);
	const pending: Values = keepsSent ? { sentAt: null } : {};

	const earliest = async (where: Values, take: number): Promise<Row[]> =>
		await query(() =>
			model().findMany({ where: { ...pending, ...where }, orderBy: { id: 'asc' }, take })
		);

	const orderOf = (row: Row) => (row as Values)[orderedBy] as string;

	/** The earliest row of each of these orders that is not delivered yet. */
	async function headsOf(orders: string[], most: number): Promise<Row[]> {
		const heads = new Map<string, Row>();
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
	async function park(order: string, now: Date, until: Date): Promise<void> {
		await query(() =>
			model().updateMany({
				where: { ...pending, [orderedBy]: order, nextAttemptAt: { lte: now } },
				data: { nextAttemptAt: until }
			})
		);
	}

	const briefly = (now: Date) => new Date(now.getTime() + PARKED_BRIEFLY_MS);

	/** Until when the rows behind this one are put aside. */
	function untilFor({ lease, nextAttemptAt }: Row, now: Date): Date {
		const most = lease === null ? new Date(now.getTime() + PARKED_MS) : briefly(now);
		return nextAttemptAt < most ? nextAttemptAt : most;
	}

	/** The rows that are due by then, those first that have been for longest. */
	async function dueBy(time: Date, take: number): Promise<Row[]> {
		return await query(() =>
			model().findMany({
				where: { ...pending, nextAttemptAt: { lte: time } },
				orderBy: [{ nextAttemptAt: 'asc' }, { id: 'asc' }],
				take
			})
		);
	}

	/** Drops the unwanted ones of many due rows, so that they hold up no others. */
	async function sift(found: Row[], now: Date): Promise<Row[]> {
		const unwanted = async (rows: Row[]) => {
			const ids = new Set<string>();
			for (const row of rows) {
				if (row.lease === null && (await isUnwanted?.(row))) ids.add(row.id);
			}
			return ids;
		};
		if ((await unwanted(found)).size === 0) return found;
		const many = await dueBy(now, SIFTED);
		const dropped = await unwanted(many);
		if (dropped.size === 0) return many;
		const where = { ...pending, id: { in: padded([...dropped].sort(), SIFTED) }, lease: null };
		await query(() => model().deleteMany({ where }));
		return many.filter(({ id }) => !dropped.has(id));
	}

	return {
		/** The value by which a row is ordered. */
		orderOf,
		/**
		 * Takes rows that are due, at most one of each order.
		 *
		 * @param most how many
		 * @param busy the orders of which this instance is delivering a row
		 */
		async claim(
			most: number,
			busy: Pick<ReadonlyMap<string, unknown>, 'has'>
		): Promise<Claim<Row>> {
			const now = new Date();
			const due = { ...pending, nextAttemptAt: { lte: now } };
			const found = await dueBy(briefly(now), LOOKED_AT);
			if (found.length === 0) return { rows: [], next: null };
			const isFull = found.length === LOOKED_AT;
			const wanted = isFull ? await sift(found, now) : found;
			const isDue = ({ nextAttemptAt }: Row) => nextAttemptAt <= now;
			const orders = [...new Set(wanted.filter(isDue).map(orderOf))];
			if (orders.length === 0)
				return { rows: [], next: isFull ? 'at-once' : found[0]!.nextAttemptAt };

			const next = isFull ? 'at-once' : 'after-one';
			const free = orders.filter((order) => !busy.has(order));
			if (isFull && free.length < most) {
				// They may hide those of others.
				for (const order of orders) if (busy.has(order)) await park(order, now, briefly(now));
			}
			if (free.length === 0) return { rows: [], next };
			const ids: string[] = [];
			for (const head of await headsOf(someOf(free, most), most)) {
				if (head.nextAttemptAt <= now) ids.push(head.id);
				else await park(orderOf(head), now, untilFor(head, now));
			}
			const none: Claim<Row> = { rows: [], next: 'at-once' };
			if (ids.length === 0) return none;
			const lease = randomUUID();
			const data = {
				lease,
				nextAttemptAt: new Date(now.getTime() + LEASE_MS),
				attempts: { increment: 1 }
			};
			// The condition is checked again when a row is free to be written: whoever comes second gets none.
			const id = { in: padded(ids, most) };
			const { count } = await query(() => model().updateMany({ where: { ...due, id }, data }));
			if (count === 0) return none;
			const rows: Row[] = await query(() => model().findMany({ where: { id, lease } }));
			return { rows, next: rows.length < most ? next : 'at-once' };
		},

		/**
		 * Takes a row out that was delivered, or that nobody wants any more.
		 *
		 * @param whoever Default: only while it belongs to the caller. `true`: also where it was given back meanwhile, or another
		 * attempt has begun, which then finds it gone
		 */
		async remove({ id, lease }: Row, wasSent: boolean, whoever = false): Promise<void> {
			const where = whoever ? { ...pending, id } : { id, lease };
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
