import { z } from 'zod';
import { GuardianError } from '../../errors.js';
import { origin } from '../../option-values.js';
import { MAX_TIMER_SECONDS } from '../../with-timeout.js';
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

const schema = z.strictObject({
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
	const sentences = parsed.error.issues.flatMap((issue) =>
		issue.code === 'unrecognized_keys'
			? issue.keys.map((key) => `${key}: there is no such option. Take it out.`)
			: `${issue.path.join('.') || 'options'}: ${issue.message}`
	);
	throw new GuardianError('CONFIG_INVALID', `\n  email(): ${sentences.join('\n  email(): ')}`);
}
