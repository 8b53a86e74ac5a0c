import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type { ValidationAdapter } from 'sveltekit-superforms/adapters';
import { superValidate, type SuperValidated } from 'sveltekit-superforms/server';
import { statuses, type FailureCode } from '../errors.js';
import type { FormMessage, SignInResult } from '../types.js';
import { failure } from '../failure.js';
import { readForm } from './read-form.js';
import type { RequestAuth, Requests } from './request-auth.js';

/** The fields every form that signs a person in has. */
export interface Fields extends Record<string, unknown> {
	password: string;
}

/** What a sign-in or sign-up form gets back with what is wrong: superforms' own form, under a status of 400 or above. */
export type FormFailure<Input extends Record<string, unknown>> = ActionFailure<{
	form: SuperValidated<Input, FormMessage>;
}>;

/**
 * Makes the form action of something that signs a person in: it checks the form, makes the attempt, and redirects or
 * returns the form. The password is taken out before anything is returned.
 *
 * @param load gets what the form holds, as superforms reads it; asked for by each form that is posted
 * @param attempt what to do with valid fields
 * @param requests where the request is found again
 *
 * @example
 * ```ts
 * const form = async () => (await import('../features/password/form-schemas.js')).signInForm;
 * const action = createFormAction(form, attempt, states);
 * ```
 */
export function createFormAction<Input extends Fields, User>(
	load: () => Promise<ValidationAdapter<Input>>,
	attempt: (state: RequestAuth<User>, fields: Input) => Promise<SignInResult<User>>,
	requests: Requests<User>
) {
	type Form = SuperValidated<Input, FormMessage>;

	function refused(form: Form, code: FailureCode): FormFailure<Input> {
		const { error } = failure(code);
		form.valid = false;
		// A failure that belongs to one field is shown at that field, like any other mistake in it.
		if (code === 'EMAIL_TAKEN') Object.assign(form.errors, { email: [error] });
		else form.message = { code, error };
		return fail(statuses[code], { form });
	}

	return async (event: RequestEvent): Promise<FormFailure<Input>> => {
		const schema = await load();
		const posted = await readForm(event);
		if (!posted.ok) return refused(await superValidate(schema), posted.code);

		const form: Form = await superValidate(posted.data, schema, { allowFiles: false });
		const fields = { ...form.data };
		form.data.password = '';
		if (!form.valid) return fail(statuses.INVALID_INPUT, { form });

		const result = await attempt(requests.of(event.cookies), fields);
		if (!result.ok) {
			const { retryAfter } = result;
			if (retryAfter !== undefined) event.setHeaders({ 'retry-after': String(retryAfter) });
			return refused(form, result.code);
		}
		redirect(303, result.url);
	};
}
