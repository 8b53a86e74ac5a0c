import type { AfterEvent, AuthEvent, BeforeEvent, Hooks, AfterSignOutEvent } from './events.js';
import { report } from './report.js';
import { withTimeout } from './with-timeout.js';

/** How long a request waits for a hook. The hook itself goes on after that. */
const HOOK_TIMEOUT_SECONDS = 10;

/** The message of a sign-in or sign-up that is refused because its hook threw or timed out. */
const NOT_ALLOWED = 'You cannot sign in at this moment. Try again in a moment.';

/** Runs the hooks of the app and of its features: see {@link createHookRunner}. */
export interface HookRunner<User> {
	/** Adds hooks. They run after those that are there already. */
	add(hooks: Hooks<User>): void;
	/** Whether there is a hook for one of these events. */
	hasAny(...names: AuthEvent<User>['type'][]): boolean;
	/**
	 * Runs the hooks of something that has not happened yet, one after the other, until one stops it.
	 *
	 * @returns the message it is stopped with, or `null`
	 */
	runBefore(event: BeforeEvent<User>): Promise<string | null>;
	/** Tells the hooks of something that has happened. What they throw is logged and changes nothing. */
	emit(event: AfterEvent<User>): Promise<void>;
}

/** A hook whose event is known only at run time. */
type AnyHook = (event: AuthEvent<never>) => unknown;

/**
 * Creates the runner of hooks. A hook that throws, or takes longer than 10 seconds, is logged. It stops no sign-out, because
 * a mistake in it must not keep people signed in. It does stop a sign-in or sign-up, because it may be a check.
 *
 * @example
 * ```ts
 * const hooks = createHookRunner<User>();
 * hooks.add({ afterSignIn: ({ user }) => console.info(user.id) });
 * ```
 */
export function createHookRunner<User>(): HookRunner<User> {
	const all: Hooks<User>[] = [];

	const hooksFor = (name: AuthEvent<User>['type']): AnyHook[] =>
		all.flatMap((hooks) => (hooks[name] ? [hooks[name] as AnyHook] : []));

	return {
		add: (hooks) => void all.push(hooks),
		hasAny: (...names) => names.some((name) => hooksFor(name).length > 0),

		async runBefore(event) {
			for (const hook of hooksFor(event.type)) {
				try {
					const answer = await run(hook, event);
					const message = (answer as { message?: string } | undefined)?.message;
					if (message !== undefined) return message;
				} catch (error) {
					const isSignOut = event.type === 'beforeSignOut';
					const effect = isSignOut ? 'The sign-out goes on.' : 'It was refused.';
					report(`events.${event.type} failed. ${effect}`, error);
					if (!isSignOut) return NOT_ALLOWED;
				}
			}
			return null;
		},

		async emit(event) {
			for (const hook of hooksFor(event.type)) {
				try {
					await run(hook, event);
				} catch (error) {
					report(`events.${event.type} failed. What it was told of is done.`, error);
				}
			}
		}
	};
}

const run = <User>(hook: AnyHook, event: AuthEvent<User>) =>
	withTimeout(() => hook(event as AuthEvent<never>), {
		seconds: HOOK_TIMEOUT_SECONDS,
		timeoutError: (seconds) => new Error(`It has not settled within ${seconds} s.`)
	});

/**
 * Emits `afterSignOut` if at least one session has ended. Call it after the database has confirmed this.
 *
 * @example
 * ```ts
 * await emitAfterSignOut(hooks, { user, userId, scope: 'current', reason: 'user', revoked: 1, event });
 * ```
 */
export async function emitAfterSignOut<User>(
	hooks: HookRunner<User>,
	event: Omit<AfterSignOutEvent<User>, 'type'>
): Promise<void> {
	if (event.revoked > 0) await hooks.emit({ type: 'afterSignOut', ...event });
}
