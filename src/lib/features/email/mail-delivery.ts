import type { Database } from '../../database/database.js';
import type { Delivery, GivenUp, OutboxOptions } from '../../outbox/outbox.js';
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
export type Compose = (mail: Mail) => Promise<MailContent | null>;

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
}: Parts): Pick<OutboxOptions<MailRow>, 'deliver' | 'isPermanent' | 'onGivenUp'> {
	/** While an address has to wait, asking for the same mail again and again leaves one of them. */
	async function dropSame({ id, kind, to, data }: MailRow): Promise<void> {
		const where = { kind, to, data, sentAt: null, NOT: { id } };
		await query(() => model('outboxMessage').deleteMany({ where }));
	}

	return {
		async deliver(row): Promise<Delivery> {
			const at = await sentMails.nextTimeFor(row.to);
			if (at) {
				await dropSame(row);
				return { status: 'later', at };
			}
			const kind = row.kind as MailKind;
			const composed = compose[kind];
			if (!composed) throw new Error(`This version of the app has no mail of the kind ${kind}.`);
			const { id, to, userId } = row;
			const data = JSON.parse(row.data) as Record<string, string>;
			const content = await composed({ kind, to, userId, data });
			if (!content) return { status: 'unwanted' };
			const { subject, text, html } = content;
			await send({ to, from, subject: oneLine(subject), text, html, id });
			return { status: 'sent' };
		},
		isPermanent: isPermanentRefusal,
		async onGivenUp({ id, kind, to, userId }, reason, cause) {
			const error = String(cause instanceof Error ? cause.message : cause).slice(0, MAX_ERROR);
			await onFailed({ id, kind, to, userId, reason, error });
		}
	};
}
