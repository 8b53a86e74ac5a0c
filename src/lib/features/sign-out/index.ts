import { type RequestEvent } from '@sveltejs/kit';
import { RETRY_TIMEOUT_SECONDS } from '../../database/query.js';
import type { AuthContext } from '../../context.js';
import { createDisableUser } from './disable-user.js';
import { createEndSessions } from './end-sessions.js';
import { finishPending } from './finish-pending.js';
import { createPendingCookies } from './pending-cookies.js';
import { createSessionsApi } from './sessions-api.js';
import { createSignOutError } from './sign-out-page.js';
import { createSignOut } from './sign-out.js';

/**
 * Signing out, as a feature: always installed.
 *
 * @example
 * ```ts
 * const { api } = signOutFeature<User>().setup(context);
 * await api.signOut({ cookies });
 * ```
 */
export const signOutFeature = <User extends { id: string }>() => ({
	id: 'sign-out' as const,
	setup(context: AuthContext<User>) {
		const pendingCookies = createPendingCookies(context);
		const endSessions = createEndSessions(context, pendingCookies);
		const { signOut, action } = createSignOut(context, pendingCookies, endSessions);
		return {
			api: {
				signOut,
				signOutError: createSignOutError(context, pendingCookies),
				sessions: createSessionsApi(context),
				...createDisableUser(context)
			},
			actions: { signout: action },
			routes: {
				/**
				 * `SessionSync` asks here whether a page still shows the right user. The page sends the id, and gets no more than
				 * a yes or no. Not by GET: what answers that may be kept by a service worker.
				 */
				'POST /session': {
					// It changes nothing, another site cannot read the answer, and behind a proxy that hides the app's address it has
					// to work.
					from: 'anywhere' as const,
					handler({ cookies, request }: RequestEvent) {
						const { identity } = context.requests.of(cookies);
						if (identity.status === 'unavailable') return Response.json({}, { status: 503 });
						const user =
							identity.status === 'signed-in' ? encodeURIComponent(identity.user.id) : null;
						const same = request.headers.get('x-guardian-user') === user;
						return Response.json({ same }, { headers: { 'cache-control': 'private, no-store' } });
					}
				}
			},
			async beforeIdentify({ cookies }: RequestEvent) {
				const state = context.requests.of(cookies);
				const pending = await finishPending(context, pendingCookies, state);
				// So that the secret is there when the database is not.
				if (context.cookies.credentials(state).length > 0) void context.sealing.prepare();
				if (!pendingCookies.isAny(state)) return {};
				return {
					// Signed out by this browser, whatever the database still says.
					refuses: (key: string) => pending.some((one) => one.key === key),
					timeoutSeconds: RETRY_TIMEOUT_SECONDS
				};
			}
		};
	}
});
