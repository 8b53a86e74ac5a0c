import type { SignOutEvent, SignOutRequest } from '../types.js';
import type { Config } from './config.js';
import { report } from './report.js';

type Events<User> = Pick<Config<User>, 'events'>;

/**
 * Asks the app whether a sign-out may go on. Answers the message it is stopped with, or `null`. A handler that throws
 * stops nothing: its mistake must not keep people signed in.
 *
 * @example
 * ```ts
 * const objection = await objectionTo(config, { user, scope: 'current', reason: 'user', event });
 * ```
 */
export async function objectionTo<User>(
	{ events }: Events<User>,
	request: SignOutRequest<User>
): Promise<string | null> {
	try {
		const answer = await events.beforeSignOut?.(request);
		return answer?.message ?? null;
	} catch (error) {
		report('events.beforeSignOut threw. The sign-out goes on.', error);
		return null;
	}
}

/**
 * Tells the app that sessions have ended, if any have. By now the database has confirmed it, so what the app's handler
 * throws is logged and changes nothing.
 *
 * @example
 * ```ts
 * await announceSignOut(config, { user, userId, scope: 'current', reason: 'user', revoked: 1, event });
 * ```
 */
export async function announceSignOut<User>(
	{ events }: Events<User>,
	signOut: SignOutEvent<User>
): Promise<void> {
	if (signOut.revoked === 0) return;
	try {
		await events.afterSignOut?.(signOut);
	} catch (error) {
		report('events.afterSignOut threw. The sign-out itself is done.', error);
	}
}
