import type { RequestEvent } from '@sveltejs/kit';
import { GuardianError } from '../errors.js';

/**
 * Refuses to sign out in a request that may have been sent although nobody has gone there: SvelteKit asks for the data of a page
 * when a link to it is merely hovered, and browsers prefetch what they expect to be opened. A GET of an endpoint that somebody
 * opens is neither.
 *
 * @param call how the message calls the function, such as `signOut()`
 * @throws {GuardianError} `ARGUMENT_INVALID`
 *
 * @example
 * ```ts
 * assertNoPreload('signOut()', state.event);
 * ```
 */
export function assertNoPreload(
	call: string,
	{ isDataRequest, request }: Pick<RequestEvent, 'isDataRequest' | 'request'>
): void {
	const isPrefetch = PURPOSES.some((name) => request.headers.get(name)?.includes('prefetch'));
	if (!isDataRequest && !isPrefetch) return;
	const where = isPrefetch ? 'while the browser prefetched a page' : 'in a `load`';
	throw new GuardianError(
		'ARGUMENT_INVALID',
		`${call} was called ${where}, which happens before anybody opens it: a link that is hovered would sign out. Post a form to ` +
			'the action instead: `<SignOutButton />`, or `<form method="POST" action="?/signout">`. ' +
			'What the server decides by itself, such as in a hook about a banned user, is auth.sessions.revokeAll(user).'
	);
}

/** What browsers say, and what older ones said. */
const PURPOSES = ['sec-purpose', 'purpose', 'x-moz'];
