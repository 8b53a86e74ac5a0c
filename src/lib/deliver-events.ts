import { available } from './available.js';
import type { DeliverEvents } from './delivery-types.js';
import { readDeliveryBounds } from './outbox/delivery-bounds.js';
import type { SignOutEvents } from './sessions/sign-out-events.js';

/**
 * Creates `auth.deliverEvents()`.
 *
 * @param context `signOutEvents`: `null` where events are not stored
 *
 * @example
 * ```ts
 * const deliverEvents = createDeliverEvents(context);
 * await deliverEvents(); // { sent: 2, failed: 0, postponed: 0, isDone: true }
 * ```
 */
export function createDeliverEvents({
	signOutEvents
}: {
	signOutEvents: SignOutEvents | null;
}): DeliverEvents['deliverEvents'] {
	return async (options) => {
		const bounds = readDeliveryBounds('deliverEvents()', options);
		if (!signOutEvents) return { sent: 0, failed: 0, postponed: 0, isDone: true };
		return await available(() => signOutEvents.deliver(bounds));
	};
}
