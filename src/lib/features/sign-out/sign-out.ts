import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import {
	cookiesOf,
	readArguments,
	reasonArgument,
	redirectArgument,
	say,
	sessionIdArgument,
	userIdArgument
} from '../../arguments.js';
import type { AuthContext } from '../../context.js';
import { GuardianError } from '../../errors.js';
import type { Action } from '../../http/action.js';
import { pageOf } from '../../http/answer.js';
import { withCallbackUrl } from '../../http/callback-url.js';
import { assertNoPreload } from '../../http/preload.js';
import { assertWritable, isCommand } from '../../http/remote-function.js';
import type { RequestAuth } from '../../http/request-auth.js';
import { signOutSchema } from '../../schemas.js';
import type { SignOutOptions, SignOutResult } from '../../types.js';
import type { EndSessions, SignOutOutcome } from './end-sessions.js';
import type { SignOutCommand } from './sign-out-command.js';
import type { PendingCookies } from './pending-cookies.js';
import { rememberForm, signOutPage } from './sign-out-page.js';

/**
 * Creates the two ways to sign out: `signOut()` for server code, and the form action `?/signout`. Each reads what it is given
 * into a command, has it carried out, and adds where to go next.
 *
 * @example
 * ```ts
 * const { signOut, action } = createSignOut(context, pendingCookies, endSessions);
 * ```
 */
export function createSignOut<User extends { id: string }>(
	context: AuthContext<User>,
	pendingCookies: PendingCookies,
	endSessions: EndSessions<User>
) {
	const { config, requests, hooks } = context;
	const { paths } = config;

	async function signOut(options: SignOutOptions): Promise<SignOutResult> {
		const cookies = cookiesOf(options);
		const state = requests.of(cookies);
		assertWritable('signOut()', cookies, state);
		assertNoPreload('signOut()', state.event);
		const { command, callbackUrl, redirect: follow } = readOptions(options);
		const result = withUrl(await endSessions(state, command), state, callbackUrl);
		if (result.ok && follow && !isCommand(state.event)) redirect(303, result.url);
		return result;
	}

	/** A `userId` in the form is never read. */
	const action: SignOutAction<User> = {
		schema: signOutSchema,
		on: 'everywhere',
		answeredBy: config.signOutAction,
		// The token alone is enough to end its session, also where the database cannot say whose it is.
		needs: 'anyone',
		dataKey: 'signOut',

		async run({ scope, sessionId, callbackUrl, redirect }, { event }) {
			const state = requests.of(event.cookies);
			rememberForm(state, { scope, sessionId, callbackUrl });
			const command: SignOutCommand = sessionId ? { scope: 'session', sessionId } : { scope };
			const needsUser =
				command.scope !== 'current' ||
				hooks.hasAny('beforeSignOut', 'afterSignOut') ||
				pendingCookies.isAny(state);
			if (needsUser) await state.identify?.();
			const outcome = await endSessions(state, command);
			const result = withUrl(outcome, state, callbackUrl, () => pageOf(event));
			return result.ok && redirect === 'true' ? { ...result, redirectTo: result.url } : result;
		},

		failurePage(event, code) {
			// Why an app stopped it is in no address, because anybody could write one: SvelteKit's error page shows it.
			if (code === 'SIGN_OUT_STOPPED') return null;
			if (code === 'SIGN_IN_REQUIRED')
				return withCallbackUrl(paths.pages.signIn(event), pageOf(event));
			return signOutPage(context, requests.of(event.cookies), code);
		}
	};

	/** Adds where to go next. `stay`: the page for a person who is still signed in. Default: the one after a sign-out. */
	function withUrl(
		outcome: SignOutOutcome,
		state: RequestAuth<User>,
		callbackUrl: string | undefined,
		stay?: () => string
	): SignOutResult {
		const { event } = state;
		if (!outcome.ok) {
			const isPending = outcome.code === 'REVOCATION_PENDING';
			if (isPending) return { ...outcome, url: signOutPage(context, state, outcome.code) };
			if (outcome.code !== 'SIGN_IN_REQUIRED') return outcome;
			return { ...outcome, url: withCallbackUrl(paths.pages.signIn(event), stay?.() ?? null) };
		}
		const wanted = paths.callbackUrl(callbackUrl, event);
		// To the sign-out page it would be a circle.
		const isCircle = wanted !== null && paths.isSignOutPage(wanted, event);
		const url = isCircle ? null : wanted;
		const page = outcome.signedOut ? undefined : stay?.();
		return { ...outcome, url: url ?? page ?? paths.pages.afterSignOut(event) };
	}

	return { signOut, action };
}

type SignOutAction<User> = Action<
	User,
	typeof signOutSchema,
	SignOutResult & { redirectTo?: string },
	'anyone'
>;

/** These say which sessions end, so a mistake in one of them has a code of its own. */
const TARGET = {
	scope: z.enum(['current', 'others', 'all'], say("Pass 'current', 'others' or 'all'.")).optional(),
	allSessions: z.boolean(say('Pass true or false.')).default(false),
	// Leaving them out is valid. A value of `undefined` is refused: the caller meant to pass an id.
	sessionId: sessionIdArgument.exactOptional(),
	userId: userIdArgument.exactOptional()
};

const OPTIONS = z.strictObject({
	...TARGET,
	cookies: z.unknown(),
	redirect: redirectArgument,
	reason: reasonArgument.optional(),
	// A value that is not a path of this app is ignored where it is used.
	callbackUrl: z.string().optional().catch(undefined)
});

/** Unknown values are refused: they must not revoke other sessions than the caller meant. */
function readOptions(options: SignOutOptions) {
	const { callbackUrl, redirect, reason, ...target } = readArguments(
		'signOut()',
		OPTIONS,
		options,
		(name) => (Object.hasOwn(TARGET, name) ? 'SCOPE_INVALID' : 'ARGUMENT_INVALID')
	);
	return { command: { ...commandOf(target), reason }, callbackUrl, redirect };
}

/** The options that are valid one by one may still contradict each other. */
function commandOf(target: z.output<z.ZodObject<typeof TARGET>>): SignOutCommand {
	const { scope, allSessions, sessionId, userId } = target;
	if (allSessions && scope !== undefined && scope !== 'all') {
		throw misuse(`\`allSessions: true\` and \`scope: '${scope}'\` contradict each other.`);
	}
	if (sessionId !== undefined) {
		if (allSessions || scope !== undefined) throw misuse('Write either `sessionId` or a scope.');
		return { scope: 'session', sessionId, userId };
	}
	if (allSessions || scope === 'all') return { scope: 'all', userId };
	if (userId !== undefined) {
		throw misuse(
			"With `userId`, write `scope: 'all'` or a `sessionId`: another user has no current session here."
		);
	}
	return { scope: scope ?? 'current' };
}

const misuse = (detail: string) => new GuardianError('SCOPE_INVALID', detail);
