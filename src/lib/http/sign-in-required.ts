import { isRedirect, redirect } from '@sveltejs/kit';
import { actionResult } from 'sveltekit-superforms/server';
import { failures } from '../errors.js';
import type { AppPages } from './app-paths.js';
import { withCallbackUrl } from './callback-url.js';
import type { RequestAuth } from './request-auth.js';

/**
 * What an enhanced form gets in `form` where its action has called `requireUser()` for nobody, with status 401. What the
 * person has typed stays in the form.
 *
 * @example
 * ```ts
 * import type { SignInRequired } from 'svelte-guardian';
 *
 * export const isSignInRequired = (form: unknown): form is SignInRequired =>
 * 	(form as Partial<SignInRequired> | null)?.code === 'SIGN_IN_REQUIRED';
 * ```
 */
export interface SignInRequired extends Record<string, unknown> {
	code: 'SIGN_IN_REQUIRED';
	/** What happened and what to do, for the person. */
	error: string;
	/** The sign-in page, which leads back to the page of the form. Open it in another tab. */
	signInUrl: string;
}

/**
 * Sends to the sign-in page, and remembers that it was for want of a user: see {@link keepForm}.
 *
 * @param page where to come back to; `null` where it is not known
 * @throws SvelteKit's redirect
 *
 * @example
 * ```ts
 * if (!user) redirectToSignIn(state, pages, '/account');
 * ```
 */
export function redirectToSignIn(
	state: RequestAuth<unknown>,
	pages: AppPages,
	page: string | null
): never {
	state.signInUrl = withCallbackUrl(pages.signIn(state.event), page);
	redirect(303, state.signInUrl);
}

/**
 * Answers an enhanced form that needs a user: with a failure in place of the redirect, which would take the person away from
 * what they have typed. A form without JavaScript is redirected.
 *
 * @param answer the response, or what a hook has thrown
 * @returns `null` where the answer is another one
 *
 * @example
 * ```ts
 * return (await keepForm(state, response)) ?? response;
 * ```
 */
export async function keepForm(
	{ event: { request }, signInUrl }: RequestAuth<unknown>,
	answer: unknown
): Promise<Response | null> {
	const isEnhanced =
		request.method === 'POST' && request.headers.get('x-sveltekit-action') === 'true';
	if (signInUrl === undefined || !isEnhanced) return null;
	// The action may have caught the redirect, and have done something else.
	const location = answer instanceof Response ? await locationOf(answer) : thrownLocation(answer);
	if (location !== signInUrl) return null;

	const code = 'SIGN_IN_REQUIRED';
	const data: SignInRequired = {
		...{ code, error: failures[code].message, signInUrl },
		// Superforms throws for an answer without a form, and takes the values over from the form with its own id: from none here.
		guardian: { id: 'guardian', valid: false, errors: {} }
	};
	// As SvelteKit does, with the status in the body alone: of any other a browser writes to its console.
	const { body, headers } = actionResult('failure', data, failures[code].status);
	const failure = new Response(body, { headers });
	if (answer instanceof Response) {
		for (const [name, value] of answer.headers) {
			if (!/^content-(type|length|encoding)$/.test(name)) failure.headers.append(name, value);
		}
	}
	return failure;
}

const thrownLocation = (thrown: unknown) => (isRedirect(thrown) ? thrown.location : undefined);

/** Where SvelteKit's answer to an enhanced form leads. */
async function locationOf(response: Response): Promise<string | undefined> {
	if (!response.headers.get('content-type')?.startsWith('application/json')) return undefined;
	const { type, location } = (await response.clone().json()) as Record<string, string>;
	return type === 'redirect' ? location : undefined;
}
