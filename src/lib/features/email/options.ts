import { z } from 'zod';
import { GuardianError } from '../../errors.js';
import { optionIssues } from '../../option-issues.js';
import { origin, page } from '../../option-values.js';
import { MAX_TIMER_SECONDS } from '../../with-timeout.js';
import type { Messages } from './messages.js';
import type { Send } from './send.js';

/** The options of `email()`. */
export interface EmailOptions {
	/** Sends a mail: `smtp(url)`, or your own function for the api of a service. */
	send: Send;
	/** Who the mails come from: `no-reply@example.com`, or `My App <no-reply@example.com>`. */
	from: string;
	/**
	 * The origin of your app, such as `https://www.example.com`: links in mails lead there, whatever the headers of a request
	 * say.
	 */
	origin: string;
	/** The name of your app in mails. Default: the option `appName` of `guardianAuth()`, the name in `from`, or the host of `origin`. */
	appName?: string | undefined;
	/**
	 * Whether the email of a new account has to be confirmed. `'optional'`: a mail is sent, and the person is signed in.
	 * `'required'`: nobody signs in before; and a sign-up with an address that is taken says the same as any other, while the
	 * owner gets a mail. `false`: no mail is sent. Default: `'optional'`.
	 */
	verification?: 'optional' | 'required' | false | undefined;
	/** Your own messages, such as in another language, by their names. Default: those of the kit, in English. */
	messages?: Partial<Messages> | undefined;
	/** How long links can be used after the mail was sent, in seconds. */
	lifetimes?:
		| {
				/** Default: 24 hours. */
				verifyEmail?: number | undefined;
				/** At most 24 hours. Default: 1 hour. */
				resetPassword?: number | undefined;
				/** Default: 24 hours. */
				confirmNewEmail?: number | undefined;
				/** Default: 7 days. */
				undoEmailChange?: number | undefined;
		  }
		| undefined;
	/** The pages of your app that links in mails lead to, as paths without the base path. */
	pages?:
		| {
				/** Has the form `?/forgotpassword`. Default: `/forgot-password`. */
				forgotPassword?: string | undefined;
				/** Has the form `?/resetpassword`. Default: `/reset-password`. */
				resetPassword?: string | undefined;
				/** Has the forms `?/verifyemail` and `?/resendverification`. Default: `/verify-email`. */
				verifyEmail?: string | undefined;
				/** Has the form `?/undoemailchange`. Default: `/undo-email-change`. */
				undoEmailChange?: string | undefined;
				/** Where people sign in, for mails that say so. Default: `pages.signIn` of `guardianAuth()`, or `/signin` where that is a function. */
				signIn?: string | undefined;
		  }
		| undefined;
	/**
	 * How many mails one address gets within an hour. Further ones wait, and of those that say the same only one is kept.
	 * Default: 10.
	 */
	perAddressPerHour?: number | undefined;
	/**
	 * How often this instance looks for mails that are due, in seconds, beside those that its own requests have left. `false`
	 * where a cron job calls `auth.email.deliver()`. Default: 60.
	 */
	deliverEvery?: number | false | undefined;
}

const FROM = 'write an address such as "My App <no-reply@example.com>".';
const HOURLY = 'write a whole number from 1 to 100.';
const EVERY = 'write a number of seconds from 1, or false.';

/** An address, with or without a name before it: in one line, and one address only. */
const SENDER =
	/^(?:[^\p{Cc}<>@,;:"]{1,100}<[^\s\p{Cc}<>@,;:"]{1,64}@[^\s\p{Cc}<>@,;:"]{1,189}>|[^\s\p{Cc}<>@,;:"]{1,64}@[^\s\p{Cc}<>@,;:"]{1,189})$/u;

const HOUR = 60 * 60;
const seconds = (fallback: number, most: number) => {
	const advice = `write a number of seconds from 60 to ${most}.`;
	return z.int(advice).min(60, advice).max(most, advice).default(fallback);
};

const NAME = 'write the name of your app, in one line of at most 100 characters.';
const VERIFICATION = "write 'optional', 'required' or false.";
const MESSAGE = 'write a function that returns { subject, text, html }.';
const message = z.custom<never>((value) => typeof value === 'function', MESSAGE).optional();

const schema = z.strictObject({
	appName: z
		.string(NAME)
		.regex(/^[^\p{Cc}]{1,100}$/u, NAME)
		.optional(),
	verification: z.literal(['optional', 'required', false], VERIFICATION).default('optional'),
	messages: z
		.strictObject({
			...{ verifyEmail: message, resetPassword: message, confirmNewEmail: message },
			...{ emailChanged: message, passwordChanged: message, alreadyRegistered: message }
		})
		.default({})
		.transform((given) => given as Partial<Messages>),
	lifetimes: z
		.strictObject({
			verifyEmail: seconds(24 * HOUR, 30 * 24 * HOUR),
			// NIST SP 800-63B-4, 4.2.1.2: a recovery code by e-mail is valid for at most 24 hours.
			resetPassword: seconds(HOUR, 24 * HOUR),
			confirmNewEmail: seconds(24 * HOUR, 30 * 24 * HOUR),
			undoEmailChange: seconds(7 * 24 * HOUR, 30 * 24 * HOUR)
		})
		.prefault({}),
	pages: z
		.strictObject({
			forgotPassword: page.default('/forgot-password'),
			resetPassword: page.default('/reset-password'),
			verifyEmail: page.default('/verify-email'),
			undoEmailChange: page.default('/undo-email-change'),
			signIn: page.optional()
		})
		.prefault({}),
	send: z.custom<Send>(
		(value) => typeof value === 'function',
		'write smtp(url), or a function that sends a mail.'
	),
	from: z.string(FROM).regex(SENDER, FROM),
	origin: origin.refine(
		(value) => /^https?:/.test(value),
		'write an origin such as "https://www.example.com".'
	),
	perAddressPerHour: z.int(HOURLY).min(1, HOURLY).max(100, HOURLY).default(10),
	deliverEvery: z
		.union([z.literal(false), z.number().min(1, EVERY).max(MAX_TIMER_SECONDS, EVERY)], EVERY)
		.default(60)
		.transform((value) => value || null)
});

/** The options of `email()`, checked and with their defaults. */
export type EmailConfig = z.output<typeof schema>;

/**
 * Checks the options of `email()` once.
 *
 * @throws {GuardianError} `CONFIG_INVALID`, naming each that is wrong and what to write instead
 *
 * @example
 * ```ts
 * const { perAddressPerHour } = readEmailOptions({ send, from, origin });
 * ```
 */
export function readEmailOptions(options: EmailOptions): EmailConfig {
	const parsed = schema.safeParse(options ?? {});
	if (parsed.success) return parsed.data;
	const sentences = optionIssues(parsed.error);
	throw new GuardianError('CONFIG_INVALID', `\n  email(): ${sentences.join('\n  email(): ')}`);
}

/** The pages that links in mails lead to. */
export type MailPages = EmailConfig['pages'] & { signIn: string };

/**
 * Says which pages mails lead to.
 *
 * @param signIn the sign-in page of `guardianAuth()`, where it is the same for every request: a mail belongs to none
 *
 * @example
 * ```ts
 * mailPages(config, '/login').signIn; // '/login'
 * ```
 */
export const mailPages = (
	{ pages }: Pick<EmailConfig, 'pages'>,
	signIn = '/signin'
): MailPages => ({ ...pages, signIn: pages.signIn ?? signIn });
