import { getContext, setContext } from 'svelte';

/** The texts of a form, but for the labels of its fields and what the server answers. */
export interface FormTexts {
	/** The label of the button, and the same while the form is sent. */
	submit: string;
	pending: string;
	/** Behind the label of a field that may be empty. */
	optional: string;
	/** The button beside a password; the label of the field follows, for screen readers. */
	show: string;
	hide: string;
	/** Before the error of a field, for screen readers. */
	error: string;
	/** The titles of the summary of errors: with wrong fields, and without. */
	check: string;
	failed: string;
	capsLock: string;
	/** After too many tries: before the time that is left, and once it is over. */
	wait: string;
	waitOver: string;
	/** After 8 seconds without an answer. */
	slow: string;
	/** The request got no answer; the server or SvelteKit itself refused it. */
	noAnswer: string;
	notSent: string;
	/** The link of a form that needs a user. */
	signIn: string;
	/** Below the sign-in and the sign-up form: before the link to the other one, and the link. */
	question: string;
	link: string;
	/** Before how hard a new password is to guess, and the five degrees of it, the worst first. */
	strength: string;
	degrees: readonly string[];
}

export const ENGLISH: Omit<FormTexts, 'question' | 'link'> = {
	submit: 'Send',
	pending: 'Sending…',
	optional: '(optional)',
	show: 'Show',
	hide: 'Hide',
	error: 'Error:',
	check: 'Please check the form',
	failed: 'That did not work',
	capsLock: 'Caps Lock is on.',
	wait: 'You can try again in',
	waitOver: 'You can try again now.',
	slow: 'This takes longer than usual. We are still waiting for an answer.',
	noAnswer: 'We could not reach the server. Check your connection and send the form again.',
	notSent: 'This form could not be sent. Load the page again, and send it once more.',
	signIn: 'Sign in',
	strength: 'Password strength:',
	degrees: ['very easy to guess', 'easy to guess', 'fair', 'good', 'strong']
};

const KEY = Symbol('texts of a form');

/** Makes the texts known to all parts of a form. */
export const setTexts = (texts: () => typeof ENGLISH): unknown => setContext(KEY, texts);

/** The texts of the form around. */
export const getTexts = (): typeof ENGLISH =>
	getContext<(() => typeof ENGLISH) | undefined>(KEY)?.() ?? ENGLISH;
