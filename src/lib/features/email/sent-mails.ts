import type { Database } from '../../database/database.js';
import { deleteInBatches } from '../../database/delete-in-batches.js';
import { FOR_ANYBODY, NOTICES, type MailKind } from './mail.js';

const HOUR_MS = 60 * 60 * 1000;

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
 * Half is kept from what anybody can ask for: so the owner of an address gets a link to reset the password at once.
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
			const take = FOR_ANYBODY.includes(kind as MailKind) ? Math.ceil(most / 2) : most;
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
			const select = { id: true };
			await deleteInBatches(
				(take) => query(() => table().findMany({ where: old, select, take })),
				(ids) => query(() => table().deleteMany({ where: { ...old, id: { in: ids } } }))
			);
		}
	};
}
