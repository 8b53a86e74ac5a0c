import { available } from './available.js';
import type { DeliverEventsApi } from './delivery-types.js';
import { readDeliveryBounds } from './outbox/delivery-bounds.js';
import type { SignOutOutbox } from './sessions/sign-out-outbox.js';

/**
 * Creates `auth.deliverEvents()`.
 *
 * @param context `signOutOutbox`: `null` where events are not stored
 *
 * @example
 * ```ts
 * const deliverEvents = createDeliverEvents(context);
 * await deliverEvents(); // { sent: 2, failed: 0, postponed: 0, isDone: true }
 * ```
 */
export function createDeliverEvents({
	signOutOutbox
}: {
	signOutOutbox: SignOutOutbox | null;
}): DeliverEventsApi['deliverEvents'] {
	return async (options) => {
		const bounds = readDeliveryBounds('deliverEvents()', options);
		if (!signOutOutbox) return { sent: 0, failed: 0, postponed: 0, isDone: true };
		return await available(() => signOutOutbox.deliver(bounds));
	};
}
