import type { RequestEvent } from '@sveltejs/kit';
import { passwordQueue, RETRY_AFTER } from './password-queue.js';
import type { WorkOutcome } from './work-queue.js';
import { withClientSignal } from '../../http/client-signal.js';
import { failure } from '../../failure.js';

/**
 * Hashes or checks a password for a request, when it is its turn; not at all where too many wait, or where the client has
 * gone by then.
 *
 * @example
 * ```ts
 * const hashed = await passwordWork(state.event, () => hashPassword(password));
 * if (!hashed.done) return tooBusy();
 * ```
 */
export function passwordWork<T>(
	event: RequestEvent,
	work: () => Promise<T>
): Promise<WorkOutcome<T>> {
	return withClientSignal(event, (signal) => passwordQueue.run(work, signal));
}

/**
 * The failure of a request whose {@link passwordWork} was refused.
 *
 * @example
 * ```ts
 * tooBusy(); // { ok: false, code: 'TOO_BUSY', error: '…', retryAfter: 3 }
 * ```
 */
export const tooBusy = () => ({ ...failure('TOO_BUSY'), retryAfter: RETRY_AFTER });
