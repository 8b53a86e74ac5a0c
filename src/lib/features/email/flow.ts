import type { RequestEvent } from '@sveltejs/kit';
import { StoreError } from '../../database/query.js';
import { GuardianError } from '../../errors.js';
import type { FeatureContext } from '../../feature-context.js';
import type { ActionFailed } from '../../http/action.js';
import { report } from '../../report.js';
import type { MailAccounts } from './accounts.js';
import type { EmailConfig } from './options.js';
import type { Links } from './links.js';
import type { MailQueue } from './mail-queue.js';
import type { Mail } from './mail.js';

/** What the flows work with. */
export interface Flow {
	context: FeatureContext<{ id: string }>;
	config: EmailConfig;
	accounts: MailAccounts;
	links: Links;
	queue: Pick<MailQueue, 'add' | 'sendSoon'>;
}

/** How often a form that sends a mail may be posted. */
export const MAIL_LIMITS = {
	address: { points: 20, seconds: 60 },
	// Nobody can keep the owner of a mailbox from asking: the mails asked for before are on their way.
	key: { points: 5, seconds: 60, isDoneBeyond: true }
} as const;

/** How often somebody who is signed in may have mails sent to addresses that may be strangers': a user, and a client address. */
export const NEW_ADDRESS_LIMITS = {
	address: { points: 20, seconds: 60 * 60 },
	key: { points: 10, seconds: 60 * 60 }
} as const;

/** How often a form that spends a link may be posted. */
export const LINK_LIMIT = { points: 20, seconds: 60 } as const;

/**
 * Leaves a mail that belongs to no other change of the database, and has it sent after the response.
 *
 * @throws {StoreError} when the database does not answer
 *
 * @example
 * ```ts
 * await post(flow, { kind: 'resetPassword', to, userId, data: {} }, event);
 * ```
 */
export async function post(
	{ context: { database }, queue }: Pick<Flow, 'context' | 'queue'>,
	mail: Mail,
	event?: RequestEvent | null
): Promise<void> {
	await database.query(() => queue.add(database, mail));
	queue.sendSoon(event ?? undefined);
}

/**
 * Does the work of an action; a database that does not answer is a failure that the person is told.
 *
 * @param what for the log
 *
 * @example
 * ```ts
 * run: (fields, request) => orUnavailable(context, 'A password could not be reset.', () => reset(fields, request))
 * ```
 */
export async function orUnavailable<T>(
	{ failure }: Pick<Flow['context'], 'failure'>,
	what: string,
	work: () => Promise<T>
): Promise<T | ActionFailed> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof StoreError)) throw error;
		report(what, error);
		return failure('STORE_UNAVAILABLE');
	}
}

/**
 * Makes sure that the sessions are gone that a new password has ended.
 *
 * @param settle what `context.endSessions()` has returned in the transaction of the password
 * @returns the failure to be told where they are not, or `null`
 *
 * @example
 * ```ts
 * const failed = await confirmEnd(context, settle);
 * ```
 */
export async function confirmEnd(
	{ failure }: Pick<Flow['context'], 'failure'>,
	settle: () => Promise<unknown>
): Promise<ActionFailed | null> {
	try {
		await settle();
		return null;
	} catch (error) {
		if (!(error instanceof GuardianError)) throw error;
		report('After a new password, the sessions could not be ended.', error);
		return failure('OTHERS_NOT_SIGNED_OUT');
	}
}

/**
 * Where the sign-in page is, with a word by which it can say what has happened.
 *
 * @example
 * ```ts
 * signInPage(context, event, 'password-reset'); // '/signin?notice=password-reset'
 * ```
 */
export function signInPage(
	{ pages }: Pick<Flow['context'], 'pages'>,
	event: RequestEvent,
	notice: string
): string {
	const page = pages.signIn(event);
	return `${page}${page.includes('?') ? '&' : '?'}notice=${notice}`;
}
