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
import { isStill } from './is-still.js';
import { readAnswer } from './read-answer.js';
import { post, type SentSignOut } from './send.js';
import { sleep } from './sleep.js';

/**
 * How long an answer may take, in milliseconds: the server gives up earlier. Then it is as without a connection, so that nobody
 * waits for ever and the button can be pressed again.
 */
const ANSWER_MS = 60_000;

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
): Promise<ClientSignOutResult> =>
	(sent.outcome ??= waitAndFinish(sent, options).finally(() => (sent.isDone = true)));

async function waitAndFinish(
	{ url, body, answer }: SentSignOut,
	{ redirect = true, signal, action }: ClientSignOutOptions
): Promise<ClientSignOutResult> {
	let result: ActionResult | undefined;
	try {
		result = read(await inTime(answer));
		// A page that is a file cannot answer. Nor could what a proxy answered for the app, and then this fails as well.
		if (!result && !action) result = read(await inTime(post(formAddress(), body, signal)));
	} catch {
		return signal?.aborted ? failed('ABORTED', aborted) : failed('OFFLINE', offline);
	}

	const outcome = await outcomeOf(result, body);
	// Whoever stays signed in and has asked for no other page may have gone to one meanwhile.
	const follows = !outcome.ok || outcome.signedOut || body.get('callbackUrl') !== '';
	await finish(result, outcome, url, redirect && follows);
	return outcome;
}

const inTime = (answer: Promise<string>) =>
	Promise.race([
		answer,
		sleep(ANSWER_MS).then((): never => {
			throw new Error('There was no answer in time.');
		})
	]);

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

async function outcomeOf(
	result: ActionResult | undefined,
	body: URLSearchParams
): Promise<ClientSignOutResult> {
	// Only an answer with data has it.
	const { data } = (result ?? {}) as { data?: Partial<SignOutActionData> };
	if (data?.signOut) return data.signOut;
	// A page's own action may redirect, or return whatever it likes, and so may a proxy, such as to a page of maintenance. Then
	// the server is asked whether this browser is signed out. Whether other sessions are cannot be asked.
	const isThisOne = body.get('scope') !== 'others' && !body.get('sessionId');
	const isSuccess = result?.type === 'redirect' || result?.type === 'success';
	if (isThisOne && isSuccess && (await isStill(null))) {
		return { ok: true, signedOut: true, url: result.type === 'redirect' ? result.location : '' };
	}
	return failed('UNEXPECTED_RESPONSE', unexpectedResponse);
}
