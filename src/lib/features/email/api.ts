import type { RequestEvent } from '@sveltejs/kit';
import type { DeliverOptions } from '../../delivery-types.js';
import type { FailureCode } from '../../errors.js';
import type { ServerFunctionOptions } from '../../http/server-function.js';
import type { DeliveryResult } from '../../outbox/outbox.js';
import type { LinkKind } from './links.js';
import type { emailCodes } from './codes.js';
import type { PendingMail } from './mail-queue.js';

/** The codes of failures here. */
export type EmailCode = FailureCode | keyof typeof emailCodes;

/** What a function here returns: expected failures are values. */
export type EmailResult =
	| { ok: true; code?: undefined; error?: undefined }
	| {
			ok: false;
			/** Stable, for programs to branch on. */
			code: EmailCode;
			/** What happened and what to do, in words a person can read. */
			error: string;
			/** With `TOO_BUSY` and `TOO_MANY_REQUESTS`, after how many seconds to try again: for the header `Retry-After`. */
			retryAfter?: number;
	  };

/** What the form behind a link takes, called from server code. */
export interface LinkOptions extends ServerFunctionOptions {
	/** The token of the link. Default: the one that this browser has opened. */
	token?: string;
}

/** A link that this browser has opened. */
export interface LinkDetails {
	/** The address that it was sent to. */
	email: string;
	/** With `verifyEmail`, whether the form needs the password, because this browser is not signed in to the account. */
	needsPassword: boolean;
	/** With `verifyEmail`, whether the address is confirmed by it already, and there is nothing left to do. */
	isDone: boolean;
}

/** What an app finds under `auth.email`. */
export interface EmailApi {
	/**
	 * Sends the mails that are due, for a cron job: where no instance runs for long, as on serverless platforms. Any number of
	 * calls and instances may run at once.
	 *
	 * @throws {GuardianError} `STORE_UNAVAILABLE` when the database does not answer; `ARGUMENT_INVALID` for a bound that is wrong
	 *
	 * @example
	 * ```ts
	 * import { auth } from '../lib/server/mail-auth.js';
	 *
	 * console.info(await auth.email.deliver({ limit: 500, seconds: 10 }));
	 * ```
	 */
	deliver(options?: DeliverOptions): Promise<DeliveryResult>;
	/**
	 * The mails that are not sent yet, the earliest first.
	 *
	 * @param page `limit`: how many at most, 1 to 1000; default: 100. `offset`: how many to leave out; default: 0
	 * @throws {GuardianError} `STORE_UNAVAILABLE` when the database does not answer; `ARGUMENT_INVALID` for a page that is wrong
	 *
	 * @example
	 * ```ts
	 * import { auth } from '../lib/server/mail-auth.js';
	 *
	 * console.info(await auth.email.pending({ limit: 10 }));
	 * ```
	 */
	pending(page?: {
		limit?: number | undefined;
		offset?: number | undefined;
	}): Promise<PendingMail[]>;
	/**
	 * The link that this browser has opened, for the `load` of the page that it leads to. `null` for none, and for one that does
	 * not work any more.
	 *
	 * @throws {GuardianError} `STORE_UNAVAILABLE`; `HANDLE_MISSING` without the cookies of a request
	 *
	 * @example
	 * ```ts
	 * import type { RequestEvent } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/mail-auth.js';
	 *
	 * export const load = async (event: RequestEvent) => ({
	 * 	link: await auth.email.openedLink(event, 'resetPassword')
	 * });
	 * ```
	 */
	openedLink(event: Pick<RequestEvent, 'cookies'>, kind: LinkKind): Promise<LinkDetails | null>;
	/**
	 * Whether the user who is signed in has not confirmed their email, for a page that says so. `false` where nobody is signed in,
	 * with `verification: false`, and where users have no column for it.
	 *
	 * @throws {GuardianError} `STORE_UNAVAILABLE`; `HANDLE_MISSING` for a request that `handle` has not seen
	 *
	 * @example
	 * ```ts
	 * import type { RequestEvent } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/mail-auth.js';
	 *
	 * export const load = async (event: RequestEvent) => ({
	 * 	user: auth.requireUser(event),
	 * 	needsVerification: await auth.email.needsVerification(event)
	 * });
	 * ```
	 */
	needsVerification(event: Pick<RequestEvent, 'cookies'>): Promise<boolean>;
	/**
	 * Sends a user the link to confirm their email, for server code that has made the account.
	 *
	 * @returns `false` where there is nothing to confirm: the address is confirmed, or the user is disabled or does not exist
	 * @throws {GuardianError} `STORE_UNAVAILABLE`; `ARGUMENT_INVALID` for an id that is missing or is no id
	 *
	 * @example
	 * ```ts
	 * import { auth } from '../lib/server/mail-auth.js';
	 *
	 * export const confirm = (user: { id: string }) => auth.email.sendVerification(user);
	 * ```
	 */
	sendVerification(user: { id: string | number | bigint }): Promise<boolean>;
	/**
	 * Does what `?/forgotpassword` does: the result is the same for every address.
	 *
	 * @throws {GuardianError} `ARGUMENT_INVALID` for an option that is wrong; `HANDLE_MISSING` without the cookies of a request
	 *
	 * @example
	 * ```ts
	 * import type { Cookies } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/mail-auth.js';
	 *
	 * export const forgot = (cookies: Cookies, email: string) =>
	 * 	auth.email.requestPasswordReset({ cookies, email });
	 * ```
	 */
	requestPasswordReset(options: ServerFunctionOptions & { email: string }): Promise<EmailResult>;
	/**
	 * Does what `?/resetpassword` does: sets the password and ends every session of the user.
	 *
	 * @throws {GuardianError} `ARGUMENT_INVALID` for an option that is wrong; `HANDLE_MISSING` without the cookies of a request
	 * @throws SvelteKit's redirect to the sign-in page after success, unless `redirect: false`
	 *
	 * @example
	 * ```ts
	 * import type { Cookies } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/mail-auth.js';
	 *
	 * export const reset = (cookies: Cookies, password: string) =>
	 * 	auth.email.resetPassword({ cookies, password });
	 * ```
	 */
	resetPassword(options: LinkOptions & { password: string }): Promise<EmailResult>;
	/**
	 * Does what `?/resendverification` does: the result is the same for every address.
	 *
	 * @throws {GuardianError} `ARGUMENT_INVALID` for an option that is wrong; `HANDLE_MISSING` without the cookies of a request
	 *
	 * @example
	 * ```ts
	 * import type { Cookies } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/mail-auth.js';
	 *
	 * export const resend = (cookies: Cookies, email: string) =>
	 * 	auth.email.resendVerification({ cookies, email });
	 * ```
	 */
	resendVerification(options: ServerFunctionOptions & { email: string }): Promise<EmailResult>;
	/**
	 * Does what `?/verifyemail` does: confirms an address, a new one too.
	 *
	 * @throws {GuardianError} `ARGUMENT_INVALID` for an option that is wrong; `HANDLE_MISSING` without the cookies of a request
	 * @throws SvelteKit's redirect after success with a password, unless `redirect: false`
	 *
	 * @example
	 * ```ts
	 * import type { Cookies } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/mail-auth.js';
	 *
	 * export const verify = (cookies: Cookies, password: string) =>
	 * 	auth.email.verifyEmail({ cookies, password });
	 * ```
	 */
	verifyEmail(
		options: LinkOptions & {
			/** Needed where this browser is not signed in to the account. */
			password?: string;
		}
	): Promise<EmailResult>;
	/**
	 * Does what `?/changeemail` does: sends a link to the new address of the signed-in user.
	 *
	 * @throws {GuardianError} `ARGUMENT_INVALID` for an option that is wrong; `HANDLE_MISSING` without the cookies of a request
	 * @throws SvelteKit's redirect to the sign-in page, if nobody is signed in
	 *
	 * @example
	 * ```ts
	 * import type { Cookies } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/mail-auth.js';
	 *
	 * export const change = (cookies: Cookies, email: string, password: string) =>
	 * 	auth.email.requestEmailChange({ cookies, email, password });
	 * ```
	 */
	requestEmailChange(
		options: ServerFunctionOptions & {
			email: string;
			/** The current one. */
			password: string;
		}
	): Promise<EmailResult>;
	/**
	 * Does what `?/undoemailchange` does: restores the address, ends every session and sets a new password.
	 *
	 * @throws {GuardianError} `ARGUMENT_INVALID` for an option that is wrong; `HANDLE_MISSING` without the cookies of a request
	 * @throws SvelteKit's redirect to the sign-in page after success, unless `redirect: false`
	 *
	 * @example
	 * ```ts
	 * import type { Cookies } from '@sveltejs/kit';
	 * import { auth } from '../lib/server/mail-auth.js';
	 *
	 * export const undo = (cookies: Cookies, password: string) =>
	 * 	auth.email.undoEmailChange({ cookies, password });
	 * ```
	 */
	undoEmailChange(options: LinkOptions & { password: string }): Promise<EmailResult>;
}
