/** The messages of failures in the browser. They are separate constants so that a page does not load all messages. */
export const offline =
	'The server cannot be reached, so the sign-out may not have happened. Check your connection and try again.';
export const unexpectedResponse =
	'The server gave an unexpected answer, so the sign-out may not have happened. Try again.';
export const aborted = 'The sign-out was called off, but it may have happened.';

/**
 * The messages of all failures, by code. Those of the first group are expected: they are returned as values, and the text
 * tells the person what happened and what to do. Those of the second group are mistakes in an app's code or configuration:
 * they are thrown as {@link GuardianError}, for the developer.
 */
export const messages = {
	INVALID_INPUT: 'Some fields need another look. Correct them and try again.',
	INVALID_CREDENTIALS: 'This email and password do not belong together. Check both and try again.',
	WRONG_PASSWORD: 'This is not your current password. Check it and try again.',
	PASSWORD_TOO_COMMON:
		'Many people use this password, so it is easy to guess. Choose another one, such as a few words of your own.',
	PASSWORD_TOO_PERSONAL:
		'This password is easy to guess from your email, your name or the name of this site. Choose another one.',
	OTHERS_NOT_SIGNED_OUT:
		'Your password was changed, but your other sessions could not be ended just now. Sign out everywhere.',
	EMAIL_TAKEN: 'There is already an account with this email. Sign in instead.',
	NAME_TAKEN: 'Another account has this name. Choose another one.',
	SESSION_NOT_CREATED:
		'Your account was created, but you could not be signed in just now. Sign in in a moment.',
	STORE_UNAVAILABLE: 'We cannot reach our database just now. Try again in a moment.',
	TOO_BUSY: 'Too many people are signing in at this moment. Wait a few seconds and try again.',
	TOO_MANY_REQUESTS: 'There were too many tries. Wait a while and try again.',
	REVOCATION_PENDING:
		'You are signed out of this browser, but our database could not be reached to end the session itself. ' +
		'It will be ended the next time this browser visits and the database answers.',
	SIGN_OUT_STOPPED: 'Signing out was stopped. You are still signed in.',
	SIGN_IN_STOPPED: 'You cannot sign in to this account at this moment.',
	SIGN_UP_STOPPED: 'No account could be created with these details.',
	SIGN_IN_REQUIRED:
		'You are not signed in. Sign in in another tab, and send this form again: your text is still here.',
	SIGN_IN_NOT_FRESH:
		'For this you have to sign in again, because your last sign-in was too long ago.',
	ACCOUNT_UNAVAILABLE: 'This account cannot be signed in to. Contact whoever runs this site.',
	CROSS_SITE_REQUEST:
		'This request came from another site, so it was refused. Use the form on this site.',
	UNSUPPORTED_CONTENT_TYPE: 'This request was not sent as a form, so it was refused.',
	UNREADABLE_BODY: 'The form could not be read. Try again.',
	BODY_TOO_LARGE: 'The form is too large to be accepted. Shorten what you entered and try again.',
	BODY_INCOMPLETE: 'The form did not arrive completely. Try again.',
	TOO_MANY_FIELDS:
		'This form has more fields than are accepted, so it was refused. Use the form on this site.',
	OFFLINE: offline,
	UNEXPECTED_RESPONSE: unexpectedResponse,
	ABORTED: aborted,

	CONFIG_INVALID: 'guardianAuth() was called with options that it cannot use.',
	HANDLE_MISSING:
		'These cookies do not belong to a request that `handle` has seen. Export `handle = auth.handle` from ' +
		'src/hooks.server.ts (or put it into your `sequence(…)`), and pass the `cookies` of the request event.',
	ARGUMENT_INVALID: 'A function was called with an argument that it cannot use.',
	SCOPE_INVALID: 'The options of signOut() do not say which sessions to end.',
	TESTING_MISUSED: 'svelte-guardian/testing cannot do what this test asks for.'
} as const;

/** A code from {@link messages}: stable, for programs to branch on. */
export type GuardianCode = keyof typeof messages;

/** A failure that a feature can return, by its code. */
export interface CodeDeclaration {
	/** The HTTP status of an answer with it. */
	status: number;
	/** What happened and what to do, for the person. */
	message: string;
}

/** The HTTP status that goes with an expected failure of the server. */
export const statuses = {
	INVALID_INPUT: 400,
	INVALID_CREDENTIALS: 400,
	WRONG_PASSWORD: 400,
	PASSWORD_TOO_COMMON: 400,
	PASSWORD_TOO_PERSONAL: 400,
	OTHERS_NOT_SIGNED_OUT: 503,
	EMAIL_TAKEN: 409,
	NAME_TAKEN: 409,
	SESSION_NOT_CREATED: 503,
	STORE_UNAVAILABLE: 503,
	TOO_BUSY: 503,
	TOO_MANY_REQUESTS: 429,
	REVOCATION_PENDING: 503,
	SIGN_OUT_STOPPED: 409,
	SIGN_IN_STOPPED: 403,
	SIGN_UP_STOPPED: 403,
	SIGN_IN_REQUIRED: 401,
	SIGN_IN_NOT_FRESH: 403,
	ACCOUNT_UNAVAILABLE: 403,
	CROSS_SITE_REQUEST: 403,
	UNSUPPORTED_CONTENT_TYPE: 415,
	UNREADABLE_BODY: 400,
	BODY_TOO_LARGE: 413,
	BODY_INCOMPLETE: 400,
	TOO_MANY_FIELDS: 400
} as const satisfies Partial<Record<GuardianCode, number>>;

/** A code of an expected failure on the server: these come back as values. */
export type FailureCode = keyof typeof statuses;

/** A code of an expected failure in the browser: the server's, and those that arise on the way to it. */
export type ClientFailureCode = FailureCode | 'OFFLINE' | 'UNEXPECTED_RESPONSE' | 'ABORTED';

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
		super(detail ? `${messages[code]} ${detail}` : messages[code], options);
		this.code = code;
	}
}
