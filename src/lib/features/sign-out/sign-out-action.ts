import type { AuthContext } from '../../context.js';
import type { Action, ActionRequest } from '../../http/action.js';
import { pageOf } from '../../http/answer.js';
import { signOutSchema } from '../../schemas.js';
import type { SignOutResult } from '../../types.js';
import type { EndSessions } from './end-sessions.js';
import type { PendingCookies } from './pending-cookies.js';
import { rememberForm, signOutPage } from './sign-out-page.js';

type SignOutAction<User> = Action<
	User,
	typeof signOutSchema,
	SignOutResult & { redirectTo?: string },
	'anyone'
>;

/**
 * Creates the action `?/signout`. A `userId` in the form is never read.
 *
 * @example
 * ```ts
 * const signout = createSignOutAction(context, pendingCookies, endSessions);
 * ```
 */
export function createSignOutAction<User extends { id: string }>(
	context: AuthContext<User>,
	pendingCookies: PendingCookies,
	endSessions: EndSessions<User>
): SignOutAction<User> {
	const { config, requests, hooks } = context;

	return {
		schema: signOutSchema,
		on: 'everywhere',
		answeredBy: config.signOutAction,
		// The token alone is enough to end its session, also where the database cannot say whose it is.
		needs: 'anyone',
		dataKey: 'signOut',

		async run({ scope, sessionId, callbackUrl, redirect }, { event }: ActionRequest<User>) {
			const state = requests.of(event.cookies);
			rememberForm(state, { scope, sessionId, callbackUrl });
			const target = sessionId ? ({ scope: 'session', sessionId } as const) : { scope };
			const needsUser =
				target.scope !== 'current' ||
				hooks.hasAny('beforeSignOut', 'afterSignOut') ||
				pendingCookies.isAny(state);
			if (needsUser) await state.identify?.();
			const result = await endSessions(state, {
				...target,
				callbackUrl,
				page: () => pageOf(event)
			});
			return result.ok && redirect === 'true' ? { ...result, redirectTo: result.url } : result;
		},

		failurePage({ cookies }, code) {
			// Why an app stopped it is in no address, because anybody could write one: SvelteKit's error page shows it.
			if (code === 'SIGN_OUT_STOPPED') return null;
			return signOutPage(context, requests.of(cookies), code);
		}
	};
}
