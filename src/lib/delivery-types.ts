import type { DeliveryResult } from './outbox/outbox.js';

/** What one call of `auth.deliverEvents()` or `auth.email.deliver()` does at most. */
export interface DeliverOptions {
	/** How many rows. Default: 1000. */
	limit?: number | undefined;
	/** After how many seconds no further one is begun. Default: 20. */
	seconds?: number | undefined;
}

/** The delivery of events that were stored, with `events.outbox`. */
export interface DeliverEventsApi {
	/**
	 * Delivers the stored events that are due, for a cron job: where no instance runs for long, as on serverless platforms.
	 * Without `events.outbox` there are none.
	 *
	 * @throws {GuardianError} `STORE_UNAVAILABLE` when the database does not answer; `ARGUMENT_INVALID` for a bound that is
	 * wrong
	 */
	deliverEvents(options?: DeliverOptions): Promise<DeliveryResult>;
}
