import { z } from 'zod';
import { readArguments, say } from '../arguments.js';
import type { DeliveryBounds } from './outbox.js';

const LIMIT = say('Pass a whole number from 1 to 10000.');
const SECONDS = say('Pass a number of seconds from 1 to 3600.');
const BOUNDS = z.object({
	limit: z.int(LIMIT).min(1, LIMIT).max(10_000, LIMIT).default(1000),
	seconds: z.number(SECONDS).min(1, SECONDS).max(3600, SECONDS).default(20)
});

/**
 * The bounds of one delivery, as a cron job passes them.
 *
 * @throws {GuardianError} `ARGUMENT_INVALID`
 *
 * @example
 * ```ts
 * readDeliveryBounds('email.deliver()', { limit: 100 }); // { limit: 100, seconds: 20 }
 * ```
 */
export const readDeliveryBounds = (call: string, bounds: unknown = {}): DeliveryBounds =>
	readArguments(call, BOUNDS, bounds);
