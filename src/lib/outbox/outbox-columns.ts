import type { FieldDeclaration } from '../database/declare-model.js';

/**
 * The columns that every model of an outbox has. Beside them each has a column for the order: rows with the same value in it
 * are delivered one after the other.
 */
export const outboxColumns = {
	id: { type: 'String', isId: true },
	attempts: { type: 'Int', default: '0' },
	nextAttemptAt: { type: 'DateTime' },
	lease: { type: 'String', isNullable: true },
	createdAt: { type: 'DateTime', default: 'now()' }
} as const satisfies Record<string, FieldDeclaration>;

/** A row of an outbox, as far as every outbox has it. */
export interface OutboxRow {
	/** See `createRowId`. */
	id: string;
	/** How often it was taken up, this time included. */
	attempts: number;
	/** When it is due; while it is being delivered, when its lease ends. */
	nextAttemptAt: Date;
	/** Who is delivering it; `null` for nobody. */
	lease: string | null;
	createdAt: Date;
}
