import type { Database } from '../../database/database.js';
import type { Tokens } from '../../tokens/tokens.js';
import { PURPOSES } from './links.js';

/** A change of an address that can be undone. */
export interface UndoableChange {
	userId: string;
	/** The address from before it: see `formerMailbox`. */
	from: string;
	/** When the address was changed. */
	at: Date;
}

/** How many waiting notices are looked at. */
const MOST = 200;

/**
 * Creates what finds the changes that can be undone: those whose link was sent, and those whose notice waits, since the token of
 * a link is made when it is sent. Each method throws `StoreError` when the database does not answer.
 *
 * @example
 * ```ts
 * const changes = createUndoableChanges(database, tokens);
 * await changes.of({ email: 'ann@example.com' }); // [{ userId: 'ann', from: 'ann@example.com', at }]
 * ```
 */
export function createUndoableChanges(
	{ model, query }: Database,
	tokens: Pick<Tokens, 'outstanding'>
) {
	return {
		/**
		 * Those of a user, or those that took an address from somebody. One change may be listed several times. The database may
		 * take `é` for `e`: such an address cannot be had beside the other one, but it is somebody else's. `formerMailbox` tells.
		 *
		 * @param models those of a transaction. Default: none
		 */
		async of(
			whose: { userId: string } | { email: string },
			models = model
		): Promise<UndoableChange[]> {
			const of = 'email' in whose ? { to: whose.email } : whose;
			const where = { ...of, kind: 'emailChanged', sentAt: null };
			const select = { userId: true, to: true, data: true, createdAt: true };
			const rows: { userId: string | null; to: string; data: string; createdAt: Date }[] =
				await query(() => models('outboxMessage').findMany({ where, select, take: MOST }));
			// After those that wait: one that is sent meanwhile is found here.
			const sent = await tokens.outstanding(PURPOSES.undoEmailChange, whose, models);
			return [
				...sent.map(({ userId, email, createdAt: at }) => ({ userId, from: email, at })),
				...rows.map(({ userId, to, data, createdAt: at }) => {
					const { from = to, undo } = JSON.parse(data || '{}') as Record<string, string>;
					return { userId: undo === 'yes' ? userId : null, from, at };
				})
			].flatMap(({ userId, from, at }) =>
				userId !== null && from !== null ? [{ userId, from, at }] : []
			);
		}
	};
}
