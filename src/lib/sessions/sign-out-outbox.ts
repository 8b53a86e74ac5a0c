import type { Database } from '../database/database.js';
import { StoreError } from '../database/query.js';
import type { AfterSignOutEvent } from '../events.js';
import { afterResponse } from '../http/after-response.js';
import { report } from '../report.js';
import type { Ending, EndingRecorder } from './revoke.js';
import type { EventRow } from '../outbox/event-model.js';
import { createOutbox, type DeliveryBounds, type DeliveryResult } from '../outbox/outbox.js';
import { createRounds } from '../rounds.js';
import { createRowId } from '../outbox/row-id.js';

/** How often it is looked for events that another instance has left, in seconds. */
const EVERY_SECONDS = 60;

/** How long an event is tried again, in seconds: 30 days. */
const GIVE_UP_SECONDS = 30 * 24 * 60 * 60;

/** What one round in the background delivers. What is left is delivered in the next, at once. */
const ROUND: DeliveryBounds = { limit: 10_000, seconds: 600 };

/** What is stored of an event beside its columns. */
type Stored = Pick<AfterSignOutEvent<unknown>, 'scope' | 'reason' | 'revoked'>;

/** Stores and delivers `afterSignOut`: see {@link createSignOutOutbox}. */
export interface SignOutOutbox extends EndingRecorder {
	/** @throws {StoreError} when the database does not answer */
	deliver(bounds: DeliveryBounds): Promise<DeliveryResult>;
	/** Ends what runs in the background. */
	close(): void;
}

/**
 * Creates the outbox of `afterSignOut`: a row for each deletion of sessions, in its transaction. So there is an event if and
 * only if they are gone, also where the process dies in between.
 *
 * @param listener `events.afterSignOut` of the app. What it throws is a failed attempt
 *
 * @example
 * ```ts
 * const { record } = createSignOutOutbox(database, config.events.afterSignOut);
 * ```
 */
export function createSignOutOutbox<User>(
	database: Database,
	listener: (event: AfterSignOutEvent<User>) => void | Promise<void>
): SignOutOutbox {
	const { model, query, transaction } = database;

	const outbox = createOutbox<EventRow>({
		...{ database, model: 'guardianEvent', orderedBy: 'subject', what: 'An event' },
		async deliver({ id, userId, data, createdAt: at }) {
			const { scope, reason, revoked } = JSON.parse(data) as Stored;
			const ended = { userId, scope, reason, revoked };
			await listener({ type: 'afterSignOut', id, at, user: null, event: null, ...ended });
			return { status: 'sent' };
		},
		isPermanent: () => false,
		giveUpAfter: GIVE_UP_SECONDS,
		onGivenUp: async ({ id }, _, error) =>
			report(`The event ${id} could not be delivered for 30 days, and was deleted.`, error)
	});
	const rounds = createRounds((signal) => outbox.deliver({ ...ROUND, signal }), {
		every: EVERY_SECONDS,
		failed: 'Events could not be delivered.'
	});

	/** Whose sessions these are, and how many. Asked before the transaction: in SQLite one that reads first may have to fail. */
	async function ownersOf(where: object): Promise<Map<string | null, number>> {
		const rows: { userId: string }[] = await query(() =>
			model('session').findMany({ where, select: { userId: true } })
		);
		const owners = new Map<string | null, number>();
		for (const { userId } of rows) owners.set(userId, (owners.get(userId) ?? 0) + 1);
		return owners;
	}

	/** @param models those of a transaction */
	async function recordFor(
		models: typeof model,
		{ scope, reason }: Ending,
		owners: Map<string | null, number>,
		where: object
	): Promise<number> {
		const { count } = (await models('session').deleteMany({ where })) as { count: number };
		if (count === 0) return count;
		const now = new Date();
		// The owner of sessions that nobody could list before is not known.
		const told = owners.size > 0 ? [...owners] : [[null, count] as const];
		for (const [userId, owned] of told) {
			const id = createRowId(now.getTime());
			const stored: Stored = { scope, reason, revoked: told.length === 1 ? count : owned };
			await models('guardianEvent').create({
				data: {
					...{ id, type: 'afterSignOut', subject: userId ?? id, userId },
					...{ data: JSON.stringify(stored), attempts: 0, lease: null },
					...{ createdAt: now, nextAttemptAt: now }
				}
			});
		}
		return count;
	}

	const deliverSoon: EndingRecorder['deliverSoon'] = (event) =>
		afterResponse(event ?? undefined, () => rounds.wake());

	return {
		async record(ending, where) {
			const { userId, event } = ending;
			try {
				const owners = userId === null ? await ownersOf(where) : new Map([[userId, 0]]);
				const count = await transaction((models) => recordFor(models, ending, owners, where));
				if (count > 0) deliverSoon(event);
				return count;
			} catch (error) {
				// The caller looks at what the database has said.
				throw error instanceof StoreError && error.cause !== undefined ? error.cause : error;
			}
		},
		recordIn: (models, ending, where) =>
			recordFor(models, ending, new Map([[ending.userId, 0]]), where),
		deliverSoon,
		deliver: outbox.deliver,
		close: rounds.stop
	};
}
