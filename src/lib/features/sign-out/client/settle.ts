import { deserialize } from '$app/forms';
import { aborted, unexpectedResponse, type ClientFailureCode } from '../../../errors.js';
import { offline } from '../../../offline.js';
import type {
	ClientSignOutOptions,
	ClientSignOutResult,
	SignOutActionData
} from '../../../types.js';
import { formAddress } from './form-address.js';
import { finish, type ActionResult } from './finish.js';
import { readAnswer } from './read-answer.js';
import { post, type SentSignOut } from './send.js';

/**
 * Waits for the answer to a sign-out that has been sent, and does what follows it. Once for every one that was sent.
 *
 * @param options the options that it was sent with
 * @returns what has come of it
 *
 * @example
 * ```ts
 * const result = await settle(send({ scope: 'all' }), { scope: 'all' });
 * ```
 */
export const settle = (
	sent: SentSignOut,
	options: ClientSignOutOptions
): Promise<ClientSignOutResult> => (sent.outcome ??= follow(sent, options).finally(sent.done));

async function follow(
	{ url, body, answer }: SentSignOut,
	{ redirect = true, signal, action }: ClientSignOutOptions
): Promise<ClientSignOutResult> {
	let result: ActionResult | undefined;
	try {
		result = read(await answer);
		// A page that is a file cannot answer. Nor could what a proxy answered for the app, and then this fails as well.
		if (!result && !action) result = read(await post(formAddress(), body, signal));
	} catch {
		return signal?.aborted ? failed('ABORTED', aborted) : failed('OFFLINE', offline);
	}

	const outcome = outcomeOf(result, body);
	await finish(result, outcome, url, redirect);
	return outcome;
}

/** Reads an answer. `undefined` for what is no action's: a file, a proxy's error page, or a refusal by SvelteKit itself. */
function read(text: string): ActionResult | undefined {
	try {
		// A test double of it answers nothing.
		return deserialize(text) ?? readAnswer(text);
	} catch {
		return readAnswer(text);
	}
}

const failed = (code: ClientFailureCode, error: string): ClientSignOutResult => ({
	ok: false,
	code,
	error,
	signedOut: false
});

function outcomeOf(result: ActionResult | undefined, body: URLSearchParams): ClientSignOutResult {
	// Only an answer with data has it.
	const { data } = (result ?? {}) as { data?: Partial<SignOutActionData> };
	if (data?.signOut) return data.signOut;
	// A page's own action may redirect, or return whatever it likes: to have succeeded is enough.
	if (result?.type === 'redirect' || result?.type === 'success') {
		const signedOut = body.get('scope') !== 'others' && !body.get('sessionId');
		return { ok: true, signedOut, url: result.type === 'redirect' ? result.location : '' };
	}
	return failed('UNEXPECTED_RESPONSE', unexpectedResponse);
}
