import { z } from 'zod';
import { normalizedEmail, whyNoEmail } from './email-address.js';

/** Shortest password accepted, in code points after NFKC (NIST SP 800-63B-4, 3.1.1.2; OWASP ASVS 5.0, 6.2.1). */
export const PASSWORD_MIN = 8;

/**
 * Longest password accepted, in code points after NFKC: far above the 64 of ASVS 6.2.9. It limits the work; a password is
 * never truncated.
 */
export const PASSWORD_MAX = 256;

// A surrogate pair is one character to the person who typed it.
const length = (text: string) => [...text].length;

// eslint-disable-next-line no-control-regex -- PostgreSQL refuses NUL in text, and no name holds a control character
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

const EMAIL_TOO_LONG = {
	error: 'An email address has at most 254 characters.',
	abort: true
} as const;

/**
 * Normalised first and checked afterwards, never the other way round (GHSA-7rqj-j65f-68wh). Only values that are far too long
 * are refused before: normalising 100,000 combining marks blocks the process for over a second.
 */
const email = z
	.string()
	.max(1024, EMAIL_TOO_LONG)
	.overwrite(normalizedEmail)
	.min(1, { error: 'Enter your email address.', abort: true })
	.max(254, EMAIL_TOO_LONG)
	.superRefine((text, context) => {
		const message = whyNoEmail(text);
		if (message !== null) context.addIssue({ code: 'custom', message });
	});

/** Text longer than this is not normalized: that could block the process. A character is of up to 4 code units and more. */
const MOST_UNITS = PASSWORD_MAX * 4;

/**
 * The length of a password is that of what is hashed (NIST SP 800-63B-4, 3.1.1.2): of three Hangul syllables that a keyboard
 * sends as nine signs, three count.
 */
const hashedLength = (password: string) =>
	password.length > MOST_UNITS ? Infinity : length(password.normalize('NFKC'));

const withinCap = (password: string) => hashedLength(password) <= PASSWORD_MAX;
const tooLong = `A password has at most ${PASSWORD_MAX} characters.`;

/** Checked against the app's origin where it is used. Here a malformed value becomes an empty string. */
const callbackUrl = z.string().default('').catch('');

/** A password that is to be set. It needs length and nothing else: see `signUpSchema`. */
export const newPasswordSchema = z
	.string()
	.refine(
		(value) => hashedLength(value) >= PASSWORD_MIN,
		`Use at least ${PASSWORD_MIN} characters.`
	)
	.refine(withinCap, tooLong);

/** A password that is to be checked. One of a time when the signs were counted as typed is still right. */
const password = z
	.string()
	.min(1, 'Enter your password.')
	.refine((value) => withinCap(value) || length(value) <= PASSWORD_MAX, tooLong);

/**
 * The sign-in form: `email`, `password`, `callbackUrl`.
 *
 * @example
 * ```ts
 * import { superValidate } from 'sveltekit-superforms';
 * import { zod4 } from 'sveltekit-superforms/adapters';
 * import { signInSchema } from 'svelte-guardian/schemas';
 *
 * export const load = async () => ({ form: await superValidate(zod4(signInSchema)) });
 * ```
 */
export const signInSchema = z.object({
	email,
	password,
	callbackUrl
});

/** The sign-in form once it has been checked. */
export type SignInFields = z.output<typeof signInSchema>;

/**
 * The sign-up form: `email`, `password`, an optional `name`, `callbackUrl`. A password needs length and nothing else:
 * no rules about its composition (NIST SP 800-63B-4, 3.1.1.2).
 *
 * @example
 * ```ts
 * import { signUpSchema } from 'svelte-guardian/schemas';
 *
 * signUpSchema.parse({ email: ' Ann@Example.com', password: 'a long sentence' }).email; // 'ann@example.com'
 * ```
 */
export const signUpSchema = z.object({
	email,
	password: newPasswordSchema,
	name: z
		.string()
		.trim()
		.refine((value) => length(value) <= 100, 'A name has at most 100 characters.')
		.refine((value) => !CONTROL.test(value), 'A name cannot hold control characters.')
		.default(''),
	callbackUrl
});

/** The sign-up form once it has been checked. */
export type SignUpFields = z.output<typeof signUpSchema>;

/**
 * The form that changes a password: `currentPassword`, `newPassword`.
 *
 * @example
 * ```ts
 * import { superValidate } from 'sveltekit-superforms';
 * import { zod4 } from 'sveltekit-superforms/adapters';
 * import { changePasswordSchema } from 'svelte-guardian/schemas';
 *
 * export const load = async () => ({ form: await superValidate(zod4(changePasswordSchema)) });
 * ```
 */
export const changePasswordSchema = z.object({
	currentPassword: password,
	newPassword: newPasswordSchema
});

/** The form that changes a password once it has been checked. */
export type ChangePasswordFields = z.output<typeof changePasswordSchema>;

/** The token of a link. A browser has it in a cookie, so a form has none; server code may pass it. */
const token = z.string().max(100).default('').catch('');

/** The email that a page has shown for its link, so that no other link is meant that was opened since then. */
const account = z.string().max(320).default('').catch('');

/**
 * The form that asks for a new password, of `svelte-guardian/email`: `email`.
 *
 * @example
 * ```ts
 * import { superValidate } from 'sveltekit-superforms';
 * import { zod4 } from 'sveltekit-superforms/adapters';
 * import { forgotPasswordSchema } from 'svelte-guardian/schemas';
 *
 * export const load = async () => ({ form: await superValidate(zod4(forgotPasswordSchema)) });
 * ```
 */
export const forgotPasswordSchema = z.object({ email });

/**
 * The form that has the link to confirm an email sent again, of `svelte-guardian/email`: `email`.
 *
 * @example
 * ```ts
 * import { resendVerificationSchema } from 'svelte-guardian/schemas';
 *
 * resendVerificationSchema.parse({ email: 'Ann@Example.com' }).email; // 'ann@example.com'
 * ```
 */
export const resendVerificationSchema = z.object({ email });

/**
 * The form that sets a new password by a link, of `svelte-guardian/email`: `password`.
 *
 * @example
 * ```ts
 * import { resetPasswordSchema } from 'svelte-guardian/schemas';
 *
 * resetPasswordSchema.safeParse({ password: 'short' }).success; // false
 * ```
 */
export const resetPasswordSchema = z.object({ token, account, password: newPasswordSchema });

/**
 * The form that takes an account back by a link, with a new password, of `svelte-guardian/email`: `password`.
 *
 * @example
 * ```ts
 * import { undoEmailChangeSchema } from 'svelte-guardian/schemas';
 *
 * undoEmailChangeSchema.safeParse({ password: 'a long sentence' }).success; // true
 * ```
 */
export const undoEmailChangeSchema = z.object({ token, account, password: newPasswordSchema });

/**
 * The form that confirms an email by a link, of `svelte-guardian/email`: `password`, where nobody is signed in.
 *
 * @example
 * ```ts
 * import { verifyEmailSchema } from 'svelte-guardian/schemas';
 *
 * verifyEmailSchema.parse({}); // { token: '', account: '', password: '' }
 * ```
 */
export const verifyEmailSchema = z.object({
	token,
	account,
	password: z
		.string()
		.refine((value) => withinCap(value) || length(value) <= PASSWORD_MAX, tooLong)
		.default('')
});

/**
 * The form that asks for another email, of `svelte-guardian/email`: `email`, and the current `password`.
 *
 * @example
 * ```ts
 * import { changeEmailSchema } from 'svelte-guardian/schemas';
 *
 * changeEmailSchema.safeParse({ email: 'ann@example.com', password: '' }).success; // false
 * ```
 */
export const changeEmailSchema = z.object({ email, password });

/**
 * The sign-out form: `scope` (or `sessionId`, one session by its public id), `callbackUrl`, and `redirect=false` to stay
 * on the page. A malformed value falls back to its default, so a user can always sign out.
 *
 * @example
 * ```ts
 * import { signOutSchema } from 'svelte-guardian/schemas';
 *
 * signOutSchema.parse({}); // { scope: 'current', sessionId: '', callbackUrl: '', redirect: 'true' }
 * ```
 */
export const signOutSchema = z.object({
	scope: z.enum(['current', 'others', 'all']).default('current').catch('current'),
	sessionId: z.string().default('').catch(''),
	callbackUrl,
	redirect: z.enum(['true', 'false']).default('true').catch('true')
});
