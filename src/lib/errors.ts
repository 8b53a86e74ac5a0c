import { offline } from './offline.js';

/** The messages of failures in the browser. They are separate constants so that a page does not load all messages. */
export const unexpectedResponse =
	'The server gave an unexpected answer, so the sign-out may not have happened. Try again.';
export const aborted = 'The sign-out was called off, but it may have happened.';

/** A failure that is returned as a value, by its code. */
export interface CodeDeclaration {
	/** The HTTP status of an answer with it. */
	status: number;
	/** What happened and what to do, for the person. */
	message: string;
}

/** The failures of the kit that are expected: they are returned as values. */
export const failures = {
	INVALID_INPUT: {
		status: 400,
		message: 'Some fields need another look. Correct them and try again.'
	},
	INVALID_CREDENTIALS: {
		status: 400,
		message: 'This email and password do not belong together. Check both and try again.'
	},
	WRONG_PASSWORD: {
		status: 400,
		message: 'This is not your current password. Check it and try again.'
	},
	PASSWORD_TOO_COMMON: {
		status: 400,
		message:
			'Many people use this password, so it is easy to guess. Choose another one, such as a few words of your own.'
	},
	PASSWORD_BREACHED: {
		status: 400,
		message:
			'This password was found in a data breach, so attackers will try it. Choose another one, here and wherever else you use it.'
	},
	PASSWORD_TOO_PERSONAL: {
		status: 400,
		message:
			'This password is easy to guess from your email, your name or the name of this site. Choose another one.'
	},
	OTHERS_NOT_SIGNED_OUT: {
		status: 503,
		message:
			'Your password was changed, but your other sessions could not be ended just now. Sign out everywhere.'
	},
	EMAIL_TAKEN: {
		status: 409,
		message: 'There is already an account with this email. Sign in instead.'
	},
	NAME_TAKEN: { status: 409, message: 'Another account has this name. Choose another one.' },
	SESSION_NOT_CREATED: {
		status: 503,
		message:
			'Your account was created, but you could not be signed in just now. Sign in in a moment.'
	},
	STORE_UNAVAILABLE: {
		status: 503,
		message: 'We cannot reach our database just now. Try again in a moment.'
	},
	TOO_BUSY: {
		status: 503,
		message: 'Too many people are signing in at this moment. Wait a few seconds and try again.'
	},
	TOO_MANY_REQUESTS: {
		status: 429,
		message: 'There were too many tries. Wait a while and try again.'
	},
	REVOCATION_PENDING: {
		status: 503,
		message:
			'You are signed out of this browser, but our database could not be reached to end the session itself. ' +
			'It will be ended the next time this browser visits and the database answers.'
	},
	SIGN_OUT_STOPPED: { status: 409, message: 'Signing out was stopped. You are still signed in.' },
	SIGN_IN_STOPPED: { status: 403, message: 'You cannot sign in to this account at this moment.' },
	SIGN_UP_STOPPED: { status: 403, message: 'No account could be created with these details.' },
	SIGN_IN_REQUIRED: {
		status: 401,
		message:
			'You are not signed in. Sign in in another tab, and send this form again: your text is still here.'
	},
	SIGN_IN_NOT_FRESH: {
		status: 403,
		message: 'For this you have to sign in again, because your last sign-in was too long ago.'
	},
	ACCOUNT_UNAVAILABLE: {
		status: 403,
		message: 'This account cannot be signed in to. Contact whoever runs this site.'
	},
	CROSS_SITE_REQUEST: {
		status: 403,
		message: 'This request came from another site, so it was refused. Use the form on this site.'
	},
	UNSUPPORTED_CONTENT_TYPE: {
		status: 415,
		message: 'This request was not sent as a form, so it was refused.'
	},
	UNREADABLE_BODY: { status: 400, message: 'The form could not be read. Try again.' },
	BODY_TOO_LARGE: {
		status: 413,
		message: 'The form is too large to be accepted. Shorten what you entered and try again.'
	},
	BODY_INCOMPLETE: { status: 400, message: 'The form did not arrive completely. Try again.' },
	TOO_MANY_FIELDS: {
		status: 400,
		message:
			'This form has more fields than are accepted, so it was refused. Use the form on this site.'
	}
} as const satisfies Record<string, CodeDeclaration>;

/** The failures that arise in the browser, on the way to the server. */
const clientFailures = {
	OFFLINE: offline,
	UNEXPECTED_RESPONSE: unexpectedResponse,
	ABORTED: aborted
} as const;

/** Mistakes in an app's code or configuration: they are thrown as {@link GuardianError}, for the developer. */
const mistakes = {
	CONFIG_INVALID: 'guardianAuth() was called with options that it cannot use.',
	PLATFORM_UNSUPPORTED: 'svelte-guardian does not run where this app is built for.',
	HANDLE_MISSING:
		'These cookies do not belong to a request that `handle` has seen. Export `handle = auth.handle` from ' +
		'src/hooks.server.ts (or put it into your `sequence(…)`), and pass the `cookies` of the request event.',
	ARGUMENT_INVALID: 'A function was called with an argument that it cannot use.',
	SCOPE_INVALID: 'The options of signOut() do not say which sessions to end.',
	TESTING_MISUSED: 'svelte-guardian/testing cannot do what this test asks for.'
} as const;

/** A code of an expected failure on the server: these come back as values. */
export type FailureCode = keyof typeof failures;

/** A code of an expected failure in the browser: the server's, and those that arise on the way to it. */
export type ClientFailureCode = FailureCode | keyof typeof clientFailures;

/** Every code of the kit: stable, for programs to branch on. */
export type GuardianCode = ClientFailureCode | keyof typeof mistakes;

/**
 * The texts of all codes. A function, so that a bundler leaves them out where nothing asks for them.
 *
 * @example
 * ```ts
 * const codes = Object.keys(messagesOfCodes());
 * ```
 */
export const messagesOfCodes = (): Record<GuardianCode, string> => ({
	...clientFailures,
	...mistakes,
	...(Object.fromEntries(
		Object.entries(failures).map(([code, { message }]) => [code, message])
	) as Record<FailureCode, string>)
});

/**
 * Thrown for misuse and misconfiguration, never for something a visitor did.
 *
 * @example
 * ```ts
 * import { GuardianError } from 'svelte-guardian';
 *
 * export function explain(error: unknown): string {
 * 	return error instanceof GuardianError ? `${error.code}: ${error.message}` : 'something else';
 * }
 * ```
 */
export class GuardianError extends Error {
	override readonly name = 'GuardianError';
	readonly code: GuardianCode;

	/**
	 * @param code which mistake it was
	 * @param detail what exactly is wrong and what to write instead; follows the code's own text
	 * @param options `cause`: the error underneath, if any
	 */
	constructor(code: GuardianCode, detail = '', options?: ErrorOptions) {
		const message = messagesOfCodes()[code];
		super(detail ? `${message} ${detail}` : message, options);
		this.code = code;
	}
}
