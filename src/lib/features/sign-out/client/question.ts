import type { ClientSignOutOptions } from '../../../types.js';

const QUESTIONS = {
	current: {
		title: 'Sign out?',
		text: 'You will have to sign in again.',
		yes: 'Sign out',
		no: 'Stay signed in'
	},
	others: {
		title: 'Sign out your other devices?',
		text: 'Every session of yours but this one ends. You stay signed in here.',
		yes: 'Sign out other devices',
		no: 'Cancel'
	},
	all: {
		title: 'Sign out everywhere?',
		text: 'Every session of yours ends, this one too. You will have to sign in again on each device.',
		yes: 'Sign out everywhere',
		no: 'Stay signed in'
	},
	session: {
		title: 'Sign out that device?',
		text: 'Its session ends. Whoever uses it has to sign in again.',
		yes: 'Sign out that device',
		no: 'Cancel'
	}
};

/**
 * What to ask before a sign-out, where the app has no words of its own: each scope ends something else.
 *
 * @example
 * ```ts
 * const { title } = questionOf({ scope: 'all' });
 * ```
 */
export const questionOf = ({ scope = 'current', sessionId }: ClientSignOutOptions) =>
	QUESTIONS[sessionId === undefined ? scope : 'session'];
