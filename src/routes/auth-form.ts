import { tick } from 'svelte';
import { superForm, type SuperValidated } from 'sveltekit-superforms';

type Message = { code: string; error: string };

/**
 * What the sign-in and the sign-up form have in common: how they behave once JavaScript runs.
 *
 * @param focusSummary moves the focus to the error summary, so that nobody has to look for what went wrong
 */
export function authForm<T extends Record<string, unknown>>(
	validated: SuperValidated<T, Message>,
	focusSummary: () => void
) {
	const form = superForm<T, Message>(validated, {
		resetForm: false,
		taintedMessage: null,
		// The summary gets the focus; superforms would move it on to the first wrong field.
		scrollToError: 'off',
		delayMs: 300,
		onUpdated({ form }) {
			if (!form.valid || form.message) focusSummary();
		},
		async onError({ result }) {
			// A request that got no answer arrives as an Error, an answer from the server as a plain object.
			form.message.set(
				result.error instanceof Error
					? {
							code: 'NO_ANSWER',
							error: 'We could not reach the server. Check your connection and send the form again.'
						}
					: {
							code: 'SERVER_ERROR',
							error: 'Something went wrong on our side. Please send the form again in a moment.'
						}
			);
			await tick();
			focusSummary();
		}
	});
	return form;
}
