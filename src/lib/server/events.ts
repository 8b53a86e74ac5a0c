import type { SignOutEvent, SignOutRequest } from '../types.js';
import type { Config } from './config.js';
import { report } from './report.js';

type Events<User> = Pick<Config<User>, 'events'>;

/** How long an answer waits for an app's handler, in milliseconds. What takes longer goes on without anybody waiting. */
const PATIENCE = 10_000;

/** A handler that never settles is one that failed: nobody's sign-out may hang on it. */
async function patiently<T>(work: () => T | Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const tooLong = new Promise<never>((_, reject) => {
		timer = setTimeout(
			() => reject(new Error(`It has not settled within ${PATIENCE / 1000} s.`)),
			PATIENCE
		);
	});
	try {
		return await Promise.race([work(), tooLong]);
	} finally {
		clearTimeout(timer);
	}
}

/**
 * Asks the app whether a sign-out may go on. Answers the message it is stopped with, or `null`. A handler that throws
 * or never answers stops nothing: its mistake must not keep people signed in.
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
		const answer = await patiently(() => events.beforeSignOut?.(request));
		return answer?.message ?? null;
	} catch (error) {
		report('events.beforeSignOut failed. The sign-out goes on.', error);
		return null;
	}
}

/**
 * Tells the app that sessions have ended, if any have. By now the database has confirmed it, so an app's handler
 * that throws or never settles is logged and changes nothing.
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
		await patiently(() => events.afterSignOut?.(signOut));
	} catch (error) {
		report('events.afterSignOut failed. The sign-out itself is done.', error);
	}
}
