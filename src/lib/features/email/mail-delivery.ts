import type { Database } from '../../database/database.js';
import type { Delivery, GivenUp, OutboxOptions } from '../../outbox/outbox.js';
import { LEASE_MS } from '../../outbox/outbox-rows.js';
import { oneLine, type Mail, type MailKind } from './mail.js';
import type { MailRow } from './outbox-model.js';
import { isPermanentRefusal, type Send } from './send.js';
import type { SentMails } from './sent-mails.js';

/** What is in a mail. */
export interface MailContent {
	subject: string;
	text: string;
	html: string;
}

/**
 * Composes the mails of one kind, when they are sent: a token is made here, so that no secret is stored. `null`: nobody wants
 * it any more, and it is dropped.
 */
export type Compose = (mail: WaitingMail) => Promise<MailContent | null>;

/** A mail that is about to be sent. */
export interface WaitingMail extends Mail {
	/** When it was left: when that happened which it belongs to. */
	createdAt: Date;
}

/** Told of a mail that is given up. */
export type MailFailed = (failed: {
	id: string;
	kind: string;
	to: string;
	userId: string | null;
	reason: GivenUp;
	/** What `send` has said at last. */
	error: string;
}) => Promise<void>;

/** What one attempt needs. */
interface Parts {
	database: Database;
	send: Send;
	from: string;
	compose: Partial<Record<MailKind, Compose>>;
	onFailed: MailFailed;
	sentMails: SentMails;
}

/** How many mails that say the same are dropped at once. */
const SAME = 500;

/** How much of the answer of a mail server is passed on. */
const MAX_ERROR = 500;

/**
 * What becomes of one row of the outbox.
 *
 * @example
 * ```ts
 * const outbox = createOutbox({ ...table, ...createMailDelivery({ ...parts, sentMails }) });
 * ```
 */
export function createMailDelivery({
	database: { model, query },
	send,
	from,
	compose,
	onFailed,
	sentMails
}: Parts): Pick<OutboxOptions<MailRow>, 'deliver' | 'isPermanent' | 'onGivenUp' | 'isUnwanted'> {
	/**
	 * While an address has to wait, asking for the same mail again and again leaves one of them; and of any number of accounts
	 * that want the address, one waits.
	 */
	async function dropSame({ id, kind, to, userId, data }: MailRow): Promise<void> {
		const isForNew = kind === 'confirmNewEmail';
		const where = { kind, to, ...(!isForNew && { data }), sentAt: null, NOT: { id } };
		const select = { id: true, userId: true, to: true };
		const rows: Pick<MailRow, 'id' | 'userId' | 'to'>[] = await query(() =>
			model('outboxMessage').findMany({ where, select, take: SAME })
		);
		// One for nobody stands for none of an account, and one to an address that the database takes for this one is another's.
		const same = rows
			.filter((row) => row.to === to && (isForNew || row.userId === userId))
			.map((row) => row.id);
		if (same.length === 0) return;
		await query(() =>
			model('outboxMessage').deleteMany({ where: { id: { in: same }, sentAt: null } })
		);
	}

	/**
	 * Whether nobody has voided the mail while it was composed. The row is written, so that whoever voids it after this finds the
	 * token that was made for it.
	 */
	async function isStillWanted({ id, lease }: MailRow): Promise<boolean> {
		const data = { nextAttemptAt: new Date(Date.now() + LEASE_MS) };
		const { count } = await query(() =>
			model('outboxMessage').updateMany({ where: { id, lease }, data })
		);
		return count === 1;
	}

	return {
		async deliver(row): Promise<Delivery> {
			const at = await sentMails.nextTimeFor(row);
			if (at) {
				await dropSame(row);
				return { status: 'later', at };
			}
			const kind = row.kind as MailKind;
			const composed = compose[kind];
			if (!composed) throw new Error(`This version of the app has no mail of the kind ${kind}.`);
			const { id, to } = row;
			const content = await composed(mailOf(row));
			if (!content || !(await isStillWanted(row))) return { status: 'unwanted' };
			const { subject, text, html } = content;
			await send({ to, from, subject: oneLine(subject), text, html, id });
			return { status: 'sent' };
		},
		isPermanent: isPermanentRefusal,
		/** Mails for addresses without an account: whatever their kind, to compose one takes no statement. */
		async isUnwanted(row) {
			if (row.userId !== null) return false;
			const content = await compose[row.kind as MailKind]?.(mailOf(row));
			return content === null;
		},
		async onGivenUp({ id, kind, to, userId }, reason, cause) {
			const error = String(cause instanceof Error ? cause.message : cause).slice(0, MAX_ERROR);
			await onFailed({ id, kind, to, userId, reason, error });
		}
	};
}

function mailOf({ kind, to, userId, data, createdAt }: MailRow): WaitingMail {
	const parsed = JSON.parse(data) as Record<string, string>;
	return { kind: kind as MailKind, to, userId, data: parsed, createdAt };
}
