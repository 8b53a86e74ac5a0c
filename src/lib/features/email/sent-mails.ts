import type { Database } from '../../database/database.js';
import { NOTICES, type MailKind } from './mail.js';

const HOUR_MS = 60 * 60 * 1000;

/** How many rows one statement deletes: it holds the write lock for a few milliseconds. */
const BATCH_SIZE = 500;

const isNotice = (kind: string): boolean => NOTICES.includes(kind as MailKind);

/** What was sent within the last hour. */
export interface SentMails {
	/** When this mail may be sent, by what its address has got; `null` for now. */
	nextTimeFor(mail: { to: string; kind: string }): Promise<Date | null>;
	/** Deletes the rows of mails that were sent more than an hour ago. */
	deleteOld(): Promise<void>;
}

/**
 * Counts the mails that an address has got within the last hour, by the rows of those that were sent. Only one process at a
 * time sends to an address, so the count is exact. Notices count by themselves, each kind for itself.
 * Half is kept from what any number of accounts can ask for to one address: so its owner gets a link to reset the password at once.
 *
 * @param most how many there may be in an hour
 *
 * @example
 * ```ts
 * const sentMails = createSentMails(database, 10);
 * await sentMails.nextTimeFor({ to: 'ann@example.com', kind: 'resetPassword' }); // null
 * ```
 */
export function createSentMails({ model, query }: Database, most: number): SentMails {
	const table = () => model('outboxMessage');
	const anHourAgo = () => new Date(Date.now() - HOUR_MS);

	return {
		async nextTimeFor({ to, kind }) {
			const kinds = isNotice(kind) ? kind : { notIn: [...NOTICES] };
			const take = kind === 'confirmNewEmail' ? Math.ceil(most / 2) : most;
			const sent: { sentAt: Date }[] = await query(() =>
				table().findMany({
					where: { to, kind: kinds, sentAt: { gt: anHourAgo() } },
					orderBy: { sentAt: 'desc' },
					take,
					select: { sentAt: true }
				})
			);
			const first = sent[take - 1];
			return first ? new Date(first.sentAt.getTime() + HOUR_MS) : null;
		},
		async deleteOld() {
			const old = { sentAt: { lte: anHourAgo() } };
			for (let isFull = true; isFull;) {
				const rows: { id: string }[] = await query(() =>
					table().findMany({ where: old, select: { id: true }, take: BATCH_SIZE })
				);
				isFull = rows.length === BATCH_SIZE;
				if (rows.length === 0) return;
				const where = { ...old, id: { in: rows.map(({ id }) => id) } };
				await query(() => table().deleteMany({ where }));
			}
		}
	};
}
