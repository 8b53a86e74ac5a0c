import { z } from 'zod';
import { credentialsChanged } from '../../credentials-changed.js';
import { allOrNothing } from '../../database/all-or-nothing.js';
import {
	defineAction,
	type ActionFailed,
	type ActionRequest,
	type ActionSuccess
} from '../../http/action.js';
import { forgotPasswordSchema, resetPasswordSchema } from '../../schemas.js';
import { changeUser } from './accounts.js';
import { confirmEnd, LINK_LIMIT, orUnavailable, signInPage } from './flow.js';
import type { Flow } from './flow.js';
import { PURPOSES } from './links.js';
import { createMailRequest } from './mail-request.js';
import { addPasswordNotice } from './password-notice.js';
import { voidLinks } from './void-links.js';

/**
 * Creates the actions `?/forgotpassword` and `?/resetpassword`.
 *
 * A reset sets the password, voids every link, ends every session and signs nobody in: whoever has the mailbox alone gets no
 * further than the sign-in form, and there every further step is asked for.
 *
 * @example
 * ```ts
 * const { forgotpassword, resetpassword } = createPasswordReset(flow);
 * ```
 */
export function createPasswordReset(flow: Flow) {
	const { context, accounts, links, queue } = flow;
	const { database, tokens, passwords, failure } = context;

	const forgotpassword = createMailRequest(flow, {
		schema: forgotPasswordSchema,
		kind: 'resetPassword',
		what: 'A new password could not be asked for.'
	});

	async function reset(
		{ token: given, password, account: shown }: z.output<typeof resetPasswordSchema>,
		{ event }: ActionRequest<{ id: string }, 'anyone'>
	): Promise<ActionSuccess | ActionFailed> {
		const link = await links.find('resetPassword', event, given, shown);
		if (!link || link.account.email !== link.content.email) return failure('LINK_INVALID');
		const { token, account } = link;
		const prepared = await passwords.prepare(account.id, password, event);
		if (!prepared.ok) return { ...prepared, field: 'password' };

		const { passwordHash } = prepared;
		let settle = async () => 0;
		const isDone = await allOrNothing(database, async (model) => {
			// Whoever has opened the link has the mailbox.
			const data = { passwordHash, ...accounts.verified };
			if (!(await changeUser(model, { id: account.id, email: account.email }, data))) return false;
			if (!(await tokens.spend(PURPOSES.resetPassword, token, model))) return false;
			settle = await context.endSessions(model, account.id, 'password-reset');
			await voidLinks(tokens, account.id, model);
			await addPasswordNotice(queue, model, account);
			return true;
		});
		if (!isDone) return failure('LINK_INVALID');
		links.forget('resetPassword', event);
		const failed = await confirmEnd(context, settle);
		await context.emit(credentialsChanged(account.id, 'password', event));
		return failed ?? { ok: true, redirectTo: signInPage(context, event, 'password-reset') };
	}

	const resetpassword = defineAction({
		schema: resetPasswordSchema,
		on: 'page',
		needs: 'anyone',
		secrets: ['password', 'token'],
		limit: { address: LINK_LIMIT },
		run: (fields, request: ActionRequest<{ id: string }, 'anyone'>) =>
			orUnavailable(context, 'A password could not be reset.', () => reset(fields, request))
	});

	return { forgotpassword, resetpassword };
}
