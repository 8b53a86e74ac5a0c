import { defineAction, type ActionSuccess } from '../../http/action.js';
import type { forgotPasswordSchema } from '../../schemas.js';
import { waitForStep } from '../../wait-for-step.js';
import { mailboxOf } from './accounts.js';
import { MAIL_LIMITS, orUnavailable, post, type Flow } from './flow.js';
import type { MailKind } from './mail.js';

/** A request for a mail is answered at a multiple of this, in milliseconds: more than its three statements usually take. */
const STEP_MS = 100;

/**
 * Creates the action of a form that asks for a mail by an email. It does the same for every address: it looks for the account
 * and leaves a row in the outbox. Whether a mail is sent is decided after the response, which comes at the next tenth of a
 * second: text, status and time are the same (OWASP ASVS 5.0, 6.3.8).
 *
 * @param request `what`: for the log, where the database does not answer
 *
 * @example
 * ```ts
 * const forgotpassword = createMailRequest(flow, {
 * 	...{ schema: forgotPasswordSchema, kind: 'resetPassword', what: 'A new password could not be asked for.' }
 * });
 * ```
 */
export function createMailRequest(
	flow: Flow,
	{ schema, kind, what }: { schema: typeof forgotPasswordSchema; kind: MailKind; what: string }
) {
	return defineAction({
		schema,
		on: 'page',
		needs: 'anyone',
		limit: {
			address: MAIL_LIMITS.address,
			key: { ...MAIL_LIMITS.key, of: ({ email }) => email }
		},
		run: ({ email }, { event }) =>
			orUnavailable(flow.context, what, async (): Promise<ActionSuccess> => {
				const startedAt = performance.now();
				const account = await flow.accounts.byEmail(email);
				const to = account ? mailboxOf(account) : email;
				const userId = account?.id ?? null;
				await post(flow, { kind, to, userId, data: {} }, event);
				await waitForStep(startedAt, STEP_MS);
				return { ok: true };
			})
	});
}
