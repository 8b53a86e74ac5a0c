import type { ActionFailed, ActionNeeds, ActionRequest } from './action.js';
import { pageOf } from './answer.js';
import type { AppPages } from './app-paths.js';
import type { RequestAuth } from './request-auth.js';
import { redirectToSignIn } from './sign-in-required.js';
import { failure } from '../failure.js';

/** How long a sign-in counts as fresh, in seconds. */
const FRESH_SECONDS = 15 * 60;

/**
 * Checks whether a request may run an action.
 *
 * @param pages where to send whoever has to sign in first
 * @returns why not, or `null`
 * @throws SvelteKit's redirect to the sign-in page, where nobody is signed in
 *
 * @example
 * ```ts
 * const refused = await checkNeeds(state, 'user', pages);
 * ```
 */
export async function checkNeeds(
	state: RequestAuth<unknown>,
	needs: ActionNeeds,
	pages: AppPages
): Promise<ActionFailed | null> {
	if (needs === 'anyone') return null;
	await state.identify?.();
	const { identity, event } = state;
	if (identity.status === 'unavailable') return failure('STORE_UNAVAILABLE');
	if (identity.status === 'anonymous') {
		redirectToSignIn(state, pages, pageOf(event));
	}
	const age = Date.now() - identity.session.createdAt.getTime();
	return needs === 'fresh' && age > FRESH_SECONDS * 1000 ? failure('SIGN_IN_NOT_FRESH') : null;
}

/**
 * The request as an action sees it. Call it after `checkNeeds`, which ensures that there is a user if the action needs one.
 *
 * @example
 * ```ts
 * await action.run(fields, actionRequest(state));
 * ```
 */
export function actionRequest<User, Needs extends ActionNeeds>({
	event,
	identity
}: RequestAuth<User>): ActionRequest<User, Needs> {
	const isSignedIn = identity.status === 'signed-in';
	return {
		event,
		user: isSignedIn ? identity.user : null,
		session: isSignedIn ? identity.session : null
	} as ActionRequest<User, Needs>;
}
