import type { RequestEvent } from '@sveltejs/kit';
import type { Database } from '../../database/database.js';
import { afterResponse } from '../../http/after-response.js';
import { createOutbox, type DeliveryBounds, type DeliveryResult } from '../../outbox/outbox.js';
import { createRowId } from '../../outbox/row-id.js';
import { createRounds } from '../../rounds.js';
import { available } from '../../available.js';
import { checkedMail, FOR_ANYBODY, NOTICES, type Mail, type MailKind } from './mail.js';
import type { MailRow } from './outbox-model.js';
import { createMailDelivery, type Compose, type MailFailed } from './mail-delivery.js';
import { createSentMails } from './sent-mails.js';
import type { Send } from './send.js';

/** How long a mail is tried again, in seconds. */
const GIVE_UP_SECONDS = 24 * 60 * 60;

/** What one round in the background sends. What is left is sent in the next, at once. */
const ROUND: DeliveryBounds = { limit: 10_000, seconds: 600 };

/** How far notices are ahead, and mails that anybody can ask for behind: further than any mail waits. */
const AHEAD_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * The mails to an address are sent in the order of their ids. Notices go first, and what anybody can ask for goes last.
 */
function idOf(kind: MailKind, now: Date): string {
	const id = createRowId(now.getTime());
	const isNotice = NOTICES.includes(kind);
	if (!isNotice && !FOR_ANYBODY.includes(kind)) return id;
	const time = parseInt(id.slice(0, 9), 36) + (isNotice ? -AHEAD_MS : AHEAD_MS);
	return time.toString(36).padStart(9, '0') + id.slice(9);
}

/** A mail that is not sent yet. */
export interface PendingMail {
	id: string;
	kind: string;
	to: string;
	userId: string | null;
	/** How often it was tried. */
	attempts: number;
	/** When it is tried next. */
	nextAttemptAt: Date;
	createdAt: Date;
}

/** Where the flows leave their mails. */
export interface MailQueue {
	/**
	 * Adds a mail, in the transaction of what it belongs to: `transaction(async (model) => add({ model }, mail))`. It is sent
	 * after the commit.
	 *
	 * @throws {Error} for a mail without an address, or with more than 4 kB of data
	 */
	add(tx: Pick<Database, 'model'>, mail: Mail): Promise<void>;
	/** Sends what is due once the response to this request is made. */
	sendSoon(event?: RequestEvent): void;
	/** @throws {GuardianError} `STORE_UNAVAILABLE` when the database does not answer */
	deliver(bounds: DeliveryBounds): Promise<DeliveryResult>;
	/** @throws {GuardianError} `STORE_UNAVAILABLE` when the database does not answer */
	pending(page: { limit: number; offset: number }): Promise<PendingMail[]>;
	/** Deletes what is kept of mails that were sent more than an hour ago. */
	deleteExpired(): Promise<void>;
	/** Ends what runs in the background. */
	close(): void;
}

/** What a queue is made of. */
export interface MailQueueParts {
	database: Database;
	send: Send;
	from: string;
	/** How many mails one address gets in an hour. */
	perAddressPerHour: number;
	/** How often it is looked for due mails, in seconds; `null` for never. */
	deliverEvery: number | null;
	/** By the kind. A row of a kind that is not here was written by another version of the app, and waits. */
	compose: Partial<Record<MailKind, Compose>>;
	/** Told of a mail that is given up. */
	onFailed: MailFailed;
}

/**
 * Creates the queue of mails: rows of `OutboxMessage`, sent by any of the app's instances.
 *
 * @example
 * ```ts
 * const queue = createMailQueue({ database, send, from, perAddressPerHour: 10, deliverEvery: 60, compose, onFailed });
 * await database.transaction(async (model) => queue.add({ model }, { kind: 'verifyEmail', to, userId, data: {} }));
 * queue.sendSoon(event);
 * ```
 */
export function createMailQueue(parts: MailQueueParts): MailQueue {
	const { database, deliverEvery } = parts;
	const sentMails = createSentMails(database, parts.perAddressPerHour);
	const outbox = createOutbox<MailRow>({
		...{ database, model: 'outboxMessage', orderedBy: 'to', keepsSent: true, what: 'A mail' },
		...createMailDelivery({ ...parts, sentMails }),
		giveUpAfter: GIVE_UP_SECONDS
	});

	async function deliver(bounds: DeliveryBounds): Promise<DeliveryResult> {
		const result = await outbox.deliver(bounds);
		await sentMails.deleteOld();
		return result;
	}

	const rounds = createRounds((signal) => deliver({ ...ROUND, signal }), {
		every: deliverEvery,
		failed: 'Mails could not be sent.'
	});

	return {
		async add({ model }, mail) {
			const now = new Date();
			const { kind, to, userId, data, createdAt = now } = checkedMail(mail);
			const id = idOf(kind, now);
			await model('outboxMessage').create({
				data: {
					...{ id, kind, to, userId, data: JSON.stringify(data) },
					...{ attempts: 0, lease: null, sentAt: null, createdAt, nextAttemptAt: now }
				}
			});
		},
		sendSoon: (event) => afterResponse(event, () => rounds.wake()),
		deliver: (bounds) => available(() => deliver(bounds)),
		async pending(page) {
			const rows = await available(() => outbox.list(page));
			return rows.map(({ id, kind, to, userId, attempts, nextAttemptAt, createdAt }) => ({
				...{ id, kind, to, userId, attempts, nextAttemptAt, createdAt }
			}));
		},
		deleteExpired: sentMails.deleteOld,
		close: rounds.stop
	};
}
