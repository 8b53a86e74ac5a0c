import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from '../database/query.js';
import { report } from '../report.js';
import { withTimeout } from '../with-timeout.js';
import { backOff } from './back-off.js';
import type { OutboxRow } from './outbox-columns.js';
import { createOutboxRows, type OutboxTable } from './outbox-rows.js';

/** How many rows are delivered at the same time. */
const AT_ONCE = 10;

/** How soon what has become due meanwhile is looked for while deliveries take long, in milliseconds. */
const LOOK_AGAIN_MS = 1000;

/** How long the place of one that is delivered stays free, so that those that end together are followed together. */
const TOGETHER_MS = 10;

/** How long one delivery may take, in seconds. Shorter than a lease, so that nobody else begins meanwhile. */
const DELIVERY_SECONDS = 60;

/** How often a delivered row is tried to be taken out, when the database does not answer. */
const REMOVALS = 5;

/** What has come of one delivery: `later` is no failure, and counts as no attempt. */
export type Delivery = { status: 'sent' | 'unwanted' } | { status: 'later'; at: Date };

/** Why a row was given up: `refused` for good, or too old after many attempts. */
export type GivenUp = 'refused' | 'expired';

/** What an outbox is made of. */
export interface OutboxOptions<Row extends OutboxRow> extends OutboxTable<Row> {
	/** Delivers one row. What it throws counts as a failed attempt. */
	deliver(row: Row): Promise<Delivery>;
	/** Whether an error means that it can never be delivered. */
	isPermanent(error: unknown): boolean;
	/** How old a row may be that is tried again, in seconds. */
	giveUpAfter: number;
	/** Told before a row that could not be delivered is deleted. */
	onGivenUp(row: Row, reason: GivenUp, error: unknown): Promise<void>;
	/** What is delivered, for the log: `A mail`. */
	what: string;
}

/** How much is delivered in one go. */
export interface DeliveryBounds {
	/** How many rows at most. */
	limit: number;
	/** After how many seconds no further one is begun. */
	seconds: number;
	/** Once it is aborted, no further one is begun. */
	signal?: AbortSignal;
}

/** What has come of it. */
export interface DeliveryResult {
	sent: number;
	/** Given up for good. */
	failed: number;
	/** To be tried again later. */
	postponed: number;
	/** Whether nothing is due any more. */
	isDone: boolean;
}

/** Delivers the rows of a model: see {@link createOutbox}. */
export interface Outbox<Row extends OutboxRow> {
	/** @throws {StoreError} when the database does not answer */
	deliver(bounds: DeliveryBounds): Promise<DeliveryResult>;
	/** @throws {StoreError} when the database does not answer */
	list(page: { limit: number; offset: number }): Promise<Row[]>;
}

/**
 * Creates an outbox: rows of a model that are delivered at least once, by any of the app's instances. A row is written in
 * the transaction of what it belongs to. It is deleted once it was delivered; when a process dies in between, another one
 * delivers it again after the lease, with the same id. Rows of one order are delivered one after the other; one that takes
 * long holds up no other order.
 *
 * @example
 * ```ts
 * const outbox = createOutbox<MailRow>({ database, model: 'outboxMessage', orderedBy: 'to', …parts });
 * await outbox.deliver({ limit: 100, seconds: 20 });
 * ```
 */
export function createOutbox<Row extends OutboxRow>(options: OutboxOptions<Row>): Outbox<Row> {
	const { deliver, isPermanent, giveUpAfter, onGivenUp, what } = options;
	const rows = createOutboxRows<Row>(options);
	/** What this instance is delivering, by the order. */
	const running = new Map<string, Promise<void>>();

	/** Settles soon after one delivery has ended, or after a second. */
	async function oneEnds(): Promise<void> {
		const some = [...running.values()];
		if (some.length === 0) return;
		await Promise.race([...some, pause(LOOK_AGAIN_MS)]);
		await Promise.race([Promise.all(some), pause(TOGETHER_MS)]);
	}

	/** Of a delivered row that stays, the mail is sent twice: so it is tried again for some seconds. */
	async function remove(row: Row, wasSent: boolean, whoever?: boolean): Promise<void> {
		for (let tries = 1; ; tries++) {
			try {
				return await rows.remove(row, wasSent, whoever);
			} catch (error) {
				if (!(error instanceof StoreError) || tries === REMOVALS) throw error;
				await sleep(200 * 2 ** tries);
			}
		}
	}

	async function giveUp(row: Row, reason: GivenUp, error: unknown): Promise<void> {
		await onGivenUp(row, reason, error);
		await remove(row, false);
	}

	/**
	 * What has been delivered after its time was over is not delivered again. What was not, is: somebody else may have the row by
	 * now, so that it looks unwanted here.
	 */
	function late(row: Row, { status }: Delivery): void {
		if (status !== 'sent') return;
		remove(row, true, true).catch((error) =>
			report(`${what} was delivered late, which could not be stored. It is delivered again.`, error)
		);
	}

	async function attempt(row: Row): Promise<Exclude<keyof DeliveryResult, 'isDone'> | null> {
		let delivery: Delivery;
		try {
			delivery = await withTimeout(() => deliver(row), {
				seconds: DELIVERY_SECONDS,
				timeoutError: (seconds) => new Error(`It was not delivered within ${seconds} s.`),
				late: (delivery) => late(row, delivery)
			});
		} catch (error) {
			if (isPermanent(error)) {
				await giveUp(row, 'refused', error);
				return 'failed';
			}
			const next = new Date(Date.now() + backOff(row.attempts));
			if (next.getTime() - row.createdAt.getTime() > giveUpAfter * 1000) {
				await giveUp(row, 'expired', error);
				return 'failed';
			}
			report(`${what} could not be delivered. It is tried again later.`, error);
			await rows.postpone(row, next, true);
			return 'postponed';
		}
		if (delivery.status === 'later') {
			await rows.postpone(row, delivery.at, false);
			return 'postponed';
		}
		await remove(row, delivery.status === 'sent');
		return delivery.status === 'sent' ? 'sent' : null;
	}

	return {
		list: rows.list,
		async deliver({ limit, seconds, signal }) {
			const until = Date.now() + seconds * 1000;
			const result: DeliveryResult = { sent: 0, failed: 0, postponed: 0, isDone: false };
			const own = new Set<Promise<void>>();
			const errors: unknown[] = [];

			function begin(row: Row): void {
				const order = rows.orderOf(row);
				const work = attempt(row)
					.then((outcome) => void (outcome && (result[outcome] += 1)))
					.catch((error) => void errors.push(error))
					.finally(() => {
						own.delete(work);
						if (running.get(order) === work) running.delete(order);
					});
				own.add(work);
				running.set(order, work);
			}

			/** @returns whether nothing is due any more */
			async function fill(): Promise<boolean> {
				for (let left = limit; left > 0 && Date.now() < until && !signal?.aborted;) {
					if (errors.length > 0) return false;
					const most = Math.min(AT_ONCE - running.size, left);
					if (most <= 0) {
						await oneEnds();
						continue;
					}
					const { rows: claimed, next } = await rows.claim(most, running);
					claimed.forEach(begin);
					left -= claimed.length;
					if (next === 'after-one') await oneEnds();
					// What is due has to wait for a row that somebody else delivers, or others were quicker.
					else if (next === 'at-once') await (claimed.length === 0 && sleep(Math.random() * 20));
					else if (own.size > 0) await Promise.race([Promise.all(own), pause(LOOK_AGAIN_MS)]);
					else if (next === null) return true;
					else await sleep(Math.max(next.getTime() - Date.now(), 0) + 1);
				}
				return false;
			}

			try {
				result.isDone = await fill();
			} finally {
				await Promise.all(own);
			}
			if (errors.length > 0) throw errors[0];
			return result;
		}
	};
}

/** Waits, and keeps no process alive. */
const pause = (ms: number) => sleep(ms, undefined, { ref: false });
