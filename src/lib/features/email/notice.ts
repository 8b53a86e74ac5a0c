import type { PrismaModel } from '../../database/types.js';
import { report } from '../../report.js';
import { mailboxOf, type MailAccount } from './accounts.js';
import type { MailQueue } from './mail-queue.js';
import { canGetMail, type Mail } from './mail.js';

/**
 * Adds a notice to the owner of an account. An address that can get no mail, such as an imported `admin@localhost`, gets none, and
 * the change is made all the same: the log says so.
 *
 * @param model those of the transaction of the change: there is neither without the other
 *
 * @example
 * ```ts
 * await addNotice(queue, model, account, { kind: 'passwordChanged', data: {} });
 * ```
 */
export async function addNotice(
	queue: Pick<MailQueue, 'add'>,
	model: (key: string) => PrismaModel,
	account: Pick<MailAccount, 'id' | 'email'>,
	notice: Pick<Mail, 'kind' | 'data' | 'createdAt'>
): Promise<void> {
	const to = mailboxOf(account);
	const { id: userId } = account;
	if (canGetMail(to)) await queue.add({ model }, { ...notice, to, userId });
	else report(`The user ${userId} was not told of a change: the stored address can get no mail.`);
}
