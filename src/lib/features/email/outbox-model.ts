import type { ModelDeclarations } from '../../database/declare-model.js';
import { outboxColumns, type OutboxRow } from '../../outbox/outbox-columns.js';

/** A mail that waits to be sent, or was sent within the last hour. */
export interface MailRow extends OutboxRow {
	kind: string;
	userId: string | null;
	to: string;
	/** In JSON; empty once it was sent. */
	data: string;
	sentAt: Date | null;
}

/** Where mails wait. `prisma/email.prisma` ships the model; only apps with the feature need it. */
export const outboxModels = {
	outboxMessage: {
		name: 'OutboxMessage',
		fields: {
			...outboxColumns,
			kind: { type: 'String' },
			userId: { type: 'String', isNullable: true },
			to: { type: 'String' },
			data: { type: 'String' },
			sentAt: { type: 'DateTime', isNullable: true }
		},
		indexes: [
			['sentAt', 'nextAttemptAt'],
			['to', 'sentAt']
		]
	}
} as const satisfies ModelDeclarations;
