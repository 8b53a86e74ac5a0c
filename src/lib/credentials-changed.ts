import type { RequestEvent } from '@sveltejs/kit';
import type { CredentialsChangedEvent } from './events.js';

/**
 * What is told after a change whose own transaction has stored what follows from it, such as the notice to the owner.
 *
 * Tell it last: hooks may take their time, and whoever had another session is to be out before.
 *
 * @param what `password`, `email`, or a name that a feature uses
 *
 * @example
 * ```ts
 * await hooks.emit(credentialsChanged(user.id, 'password', event));
 * ```
 */
export const credentialsChanged = (
	userId: string,
	what: string,
	event: RequestEvent | null
): CredentialsChangedEvent => ({
	type: 'credentialsChanged',
	userId,
	what,
	event,
	isRecorded: true
});
