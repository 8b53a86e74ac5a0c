import { z } from 'zod';
import { pageArguments, readArguments, userArgument } from '../../arguments.js';
import { available } from '../../available.js';
import { GuardianError } from '../../errors.js';
import type { CredentialsChangedEvent } from '../../events.js';
import { defineFeature } from '../../feature.js';
import { readDeliveryBounds } from '../../outbox/delivery-bounds.js';
import { tokenModels } from '../../tokens/token-model.js';
import { createMailAccounts } from './accounts.js';
import type { EmailApi } from './api.js';
import { createEmailChange } from './change-email.js';
import { emailCodes } from './codes.js';
import { createComposers } from './compose.js';
import type { Flow } from './flow.js';
import { createLinks } from './links.js';
import type { Compose } from './mail-delivery.js';
import { createMailQueue } from './mail-queue.js';
import type { MailKind } from './mail.js';
import { outboxModels } from './outbox-model.js';
import { mailPages, readEmailOptions, type EmailOptions } from './options.js';
import { addPasswordNotice } from './password-notice.js';
import { createPasswordReset } from './password-reset.js';
import { voidLinks } from './void-links.js';
import { createVerification } from './verification.js';

const PAGE = z.object(pageArguments);

/**
 * E-mail, as a feature: mails are rows of your database first, and are sent after the response.
 *
 * @throws {GuardianError} `CONFIG_INVALID`, naming each option that is wrong and what to write instead
 *
 * @example
 * ```ts
 * // src/lib/server/mail-auth.ts
 * import { guardianAuth } from 'svelte-guardian';
 * import { email, smtp } from 'svelte-guardian/email';
 * import { LibSql } from 'svelte-guardian/libsql';
 * import { PrismaClient } from '../../generated/prisma/client.js';
 *
 * export const auth = guardianAuth({
 * 	prisma: new PrismaClient({ adapter: new LibSql({ url: 'file:./prisma/dev.db' }) }),
 * 	features: [
 * 		email({
 * 			send: smtp(process.env.SMTP_URL ?? 'smtp://localhost:1025'),
 * 			from: 'My App <no-reply@example.com>',
 * 			origin: process.env.ORIGIN ?? 'http://localhost:5173'
 * 		})
 * 	]
 * });
 * ```
 */
export function email(options: EmailOptions) {
	const config = readEmailOptions(options);
	return defineFeature({
		id: 'email',
		models: { ...outboxModels, ...tokenModels },
		codes: emailCodes,
		setup(context) {
			const { database, serverFunction, userOf } = context;
			const accounts = createMailAccounts(database);
			if (config.verification !== false && !accounts.canVerify) {
				throw new GuardianError('CONFIG_INVALID', NO_COLUMN);
			}
			const { origin } = config;
			const pages = mailPages(config, context.pages.signIn.path);
			const links = createLinks({ context, accounts, origin, pages });
			// The composers need to know which addresses are free, and the changes of addresses need the queue.
			const later: { compose: Partial<Record<MailKind, Compose>> } = { compose: {} };
			const queue = createMailQueue({
				...{ ...config, database, compose: later.compose },
				onFailed: (failed) => context.emit({ type: 'emailFailed', ...failed, event: null })
			});
			const flow: Flow = { context, config, accounts, links, queue };
			const change = createEmailChange(flow);
			const { isFree } = change;
			Object.assign(
				later.compose,
				createComposers({ context, config: { ...config, pages }, accounts, links, isFree })
			);
			const reset = createPasswordReset(flow);
			const verification = createVerification(flow, change);
			const actions = { ...reset, ...verification.actions, ...change.actions };

			const api: EmailApi = {
				deliver: async (bounds) =>
					await queue.deliver(readDeliveryBounds('email.deliver()', bounds)),
				pending: async (page = {}) =>
					await queue.pending(readArguments('email.pending()', PAGE, page)),
				async openedLink(event, kind) {
					const link = await available(() => links.find(kind, event));
					if (!link) return null;
					const { isDone, account, content } = link;
					const visitor = userOf(event).user?.id;
					// Whoever has another account in this browser may have that one to confirm.
					if (isDone && visitor !== undefined && visitor !== account.id) return null;
					const needsPassword = kind === 'verifyEmail' && !isDone && visitor !== account.id;
					return { email: content.email, needsPassword, isDone };
				},
				async needsVerification(event) {
					const { user } = userOf(event);
					if (!user || config.verification === false || !accounts.canVerify) return false;
					const account = await available(() => accounts.byId(user.id));
					return account !== null && !account.isVerified;
				},
				async sendVerification(user) {
					const { id } = readArguments('email.sendVerification()', userArgument, { user }).user;
					return await available(() => verification.send(id));
				},
				requestPasswordReset: serverFunction(
					'email.requestPasswordReset()',
					'forgotpassword',
					actions.forgotpassword
				),
				resetPassword: serverFunction(
					'email.resetPassword()',
					'resetpassword',
					actions.resetpassword
				),
				resendVerification: serverFunction(
					'email.resendVerification()',
					'resendverification',
					actions.resendverification
				),
				verifyEmail: serverFunction('email.verifyEmail()', 'verifyemail', actions.verifyemail),
				requestEmailChange: serverFunction(
					'email.requestEmailChange()',
					'changeemail',
					actions.changeemail
				),
				undoEmailChange: serverFunction(
					'email.undoEmailChange()',
					'undoemailchange',
					actions.undoemailchange
				)
			};
			return {
				...{ api, actions, routes: links.routes },
				...{ deleteExpired: queue.deleteExpired, close: queue.close },
				...(verification.admit && { admit: verification.admit }),
				signUp: {
					...verification.signUp,
					isReserved: (email: string, model: typeof database.model) =>
						change.isReserved(email, model)
				},
				newPassword: (userId: string, model: typeof database.model) =>
					recordNewPassword(flow, userId, model),
				// Whoever uses this browser next has not opened them.
				signedOut: links.forgetAll,
				hooks: { credentialsChanged: createCredentialsHook(flow) }
			};
		}
	});
}

const NO_COLUMN =
	'email(): your model of a user has no `emailVerifiedAt DateTime?`. Add the column, or say in user.fields.emailVerifiedAt how you ' +
	'call it, or set `verification: false`.';

/** What a new password entails, in the transaction that stores it. */
async function recordNewPassword(
	{ context, accounts, queue }: Flow,
	userId: string,
	model: typeof context.database.model
): Promise<void> {
	await voidLinks(context.tokens, userId, model);
	const account = await accounts.byId(userId, model);
	if (account && !account.disabled) await addPasswordNotice(queue, model, account);
}

/**
 * What a new password or a new address entails: every link that is on its way is void (OWASP ASVS 5.0, 6.4.1), but for those that
 * undo a change of the address, and the owner is told of a new password. The kit stores that with the change; of one that another
 * feature has made, the mails are told afterwards.
 */
function createCredentialsHook(flow: Flow) {
	const { context, queue } = flow;
	const { transaction } = context.database;
	return async ({ userId, what, event, isRecorded }: CredentialsChangedEvent) => {
		if (!isRecorded) {
			await transaction((model) =>
				what === 'password'
					? recordNewPassword(flow, userId, model)
					: voidLinks(context.tokens, userId, model)
			);
		}
		queue.sendSoon(event ?? undefined);
	};
}
