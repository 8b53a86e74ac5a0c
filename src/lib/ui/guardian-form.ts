import { tick } from 'svelte';
import { superForm, type SuperForm, type SuperValidated } from 'sveltekit-superforms/client';
import type { FormMessage } from '../types.js';
import type { FormTexts } from './texts.js';

/** The `message` of a form in the browser: the server's, or what happened on the way to it. */
export interface ShownMessage extends Omit<FormMessage, 'code'> {
	code: string;
}

/** The values of a form of the kit: text, each. */
export type Values = Record<string, string>;

/**
 * Superforms with what all forms of the kit have in common: they keep what was typed after a failure, and move the focus to
 * the summary of errors.
 *
 * @param focusSummary moves the focus to the summary, so that nobody has to look for what went wrong
 * @param texts what to say where the server does not
 *
 * @example
 * ```ts
 * const { form, errors, enhance } = guardianForm(data.form, () => summary?.focus(), () => ENGLISH);
 * ```
 */
export function guardianForm(
	validated: SuperValidated<Values, ShownMessage>,
	focusSummary: () => void,
	texts: () => Pick<FormTexts, 'noAnswer' | 'notSent'>
): SuperForm<Values, ShownMessage> {
	const focus = () => void tick().then(focusSummary);
	const form: SuperForm<Values, ShownMessage> = superForm(validated, {
		resetForm: false,
		taintedMessage: null,
		// The summary gets the focus; superforms would move it on to the first wrong field.
		scrollToError: 'off',
		autoFocusOnError: false,
		delayMs: 300,
		timeoutMs: 8000,
		onUpdated({ form }) {
			if (!form.valid || form.message) focus();
		},
		onError({ result }) {
			// A request that got no answer arrives as an Error. What the server answers arrives as a plain object, whether it has
			// failed or SvelteKit itself refuses the form.
			const isAnswered = !(result.error instanceof Error);
			form.message.set(
				isAnswered
					? { code: 'NOT_SENT', error: texts().notSent }
					: { code: 'NO_ANSWER', error: texts().noAnswer }
			);
			focus();
		}
	});
	return form;
}
