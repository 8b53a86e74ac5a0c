import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from '../database/query.js';
import { report } from '../report.js';
import { withTimeout } from '../with-timeout.js';
import { backOff } from './back-off.js';
import type { OutboxRow } from './outbox-columns.js';
import { createOutboxRows, type OutboxTable } from './outbox-rows.js';

/** How many rows are delivered at the same time. */
const AT_ONCE = 10;

/** How long one delivery may take, in seconds. Shorter than a lease, so that nobody else begins meanwhile. */
const DELIVERY_SECONDS = 60;

/** How often a delivered row is tried to be taken out, when the database does not answer. */
const REMOVALS = 5;

/** What has come of one delivery: `later` is no failure, and counts as no attempt. */
export type Delivery = { status: 'sent' | 'unwanted' } | { status: 'later'; at: Date };

/** Why a row was given up: `refused` for good, or too old after many attempts. */
export type GivenUp = 'refused' | 'expired';

/** What an outbox is made of. */
export interface OutboxOptions<Row extends OutboxRow> extends OutboxTable {
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
 * delivers it again after the lease, with the same id. Rows of one order are delivered one after the other.
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

	/** Of a delivered row that stays, the mail is sent twice: so it is tried again for some seconds. */
	async function remove(row: Row, wasSent: boolean): Promise<void> {
		for (let tries = 1; ; tries++) {
			try {
				return await rows.remove(row, wasSent);
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

	async function attempt(row: Row): Promise<Exclude<keyof DeliveryResult, 'isDone'> | null> {
		let delivery: Delivery;
		try {
			delivery = await withTimeout(() => deliver(row), {
				seconds: DELIVERY_SECONDS,
				timeoutError: (seconds) => new Error(`It was not delivered within ${seconds} s.`)
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
			let busyUntil = 0;
			for (let left = limit; left > 0 && Date.now() < until && !signal?.aborted;) {
				const claim = await rows.claim(Math.min(AT_ONCE, left));
				busyUntil = claim.busyUntil?.getTime() ?? busyUntil;
				const wait = busyUntil - Date.now();
				if (!claim.isAnyDue && wait < 0) return { ...result, isDone: true };
				// What is due has to wait for a row that somebody else delivers, or others were quicker.
				if (!claim.isAnyDue) await sleep(wait + 1);
				else if (claim.rows.length === 0) await sleep(Math.random() * 20);
				left -= claim.rows.length;
				const settled = await Promise.allSettled(claim.rows.map(attempt));
				for (const one of settled) {
					if (one.status === 'rejected') throw one.reason;
					if (one.value) result[one.value] += 1;
				}
			}
			return result;
		}
	};
}
