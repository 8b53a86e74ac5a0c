import type { RequestEvent } from '@sveltejs/kit';
import { GuardianError } from '../errors.js';

/** Thrown by the options of a cookie as soon as they are read. */
const WRITABLE = new Error('Cookies can be set.');
const PROBE = {
	get path(): string {
		throw WRITABLE;
	}
};

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
export function assertNotBegun(
	call: string,
	{ cookies }: Pick<RequestEvent, 'cookies'>,
	instead = ''
): void {
	try {
		// Sets nothing. The `set` that SvelteKit puts in its place when the response is made throws without reading the options.
		cookies.set('guardian', '', PROBE);
	} catch (error) {
		if (error === WRITABLE) return;
		const detail =
			`${call} was called after the response had begun, when no cookie can be set any more: in a promise that a \`load\` ` +
			`streams, in the stream of an endpoint, or in a hook after \`resolve()\`. Call it before.${instead}`;
		throw new GuardianError('ARGUMENT_INVALID', detail, { cause: error });
	}
}
