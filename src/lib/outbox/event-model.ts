import type { ModelDeclarations } from '../database/declare-model.js';
import { outboxColumns, type OutboxRow } from './outbox-columns.js';

/** An event that waits to be delivered. */
export interface EventRow extends OutboxRow {
	/** What it is about: those of one user are delivered in order. */
	subject: string;
	type: string;
	userId: string | null;
	/** In JSON. */
	data: string;
}

/** Where events wait. `prisma/events.prisma` ships the model; only apps with `events.outbox` need it. */
export const eventModels = {
	guardianEvent: {
		name: 'GuardianEvent',
		fields: {
			...outboxColumns,
			subject: { type: 'String' },
			type: { type: 'String' },
			userId: { type: 'String', isNullable: true },
			data: { type: 'String' }
		},
		indexes: [['nextAttemptAt'], ['subject']]
	}
} as const satisfies ModelDeclarations;
