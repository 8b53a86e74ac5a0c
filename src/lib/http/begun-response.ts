import type { RequestEvent } from '@sveltejs/kit';
import { GuardianError } from '../errors.js';

/**
 * Refuses to sign in or out once the response has begun, when the browser can be sent no cookie any more. SvelteKit would say
 * so only after the work: a session would have been made that nobody holds, or ended without its event.
 *
 * @param call how the message calls the function, such as `signOut()`
 * @param instead what to do instead
 * @throws {GuardianError} `ARGUMENT_INVALID`
 *
 * @example
 * ```ts
 * assertNotBegun('signIn()', event);
 * ```
 */
export function assertNotBegun(call: string, event: RequestEvent, instead = ''): void {
	try {
		// Sets nothing. Of the two functions that SvelteKit replaces when the response is made, hooks wrap only the other one.
		event.setHeaders({});
	} catch (error) {
		const detail =
			`${call} was called after the response had begun, when no cookie can be set any more: in a promise that a \`load\` ` +
			`streams, in the stream of an endpoint, or in a hook after \`resolve()\`. Call it before.${instead}`;
		throw new GuardianError('ARGUMENT_INVALID', detail, { cause: error });
	}
}
