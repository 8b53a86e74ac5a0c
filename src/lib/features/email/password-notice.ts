import type { PrismaModel } from '../../database/types.js';
import type { MailAccount } from './accounts.js';
import type { MailQueue } from './mail-queue.js';
import { addNotice } from './notice.js';

/**
 * Adds the notice to the owner of an account that its password was changed.
 *
 * @param model those of the transaction that changes it: there is neither without the other
 *
 * @example
 * ```ts
 * await database.transaction((model) => addPasswordNotice(queue, model, account));
 * ```
 */
export async function addPasswordNotice(
	queue: Pick<MailQueue, 'add'>,
	model: (key: string) => PrismaModel,
	account: Pick<MailAccount, 'id' | 'email'>
): Promise<void> {
	await addNotice(queue, model, account, { kind: 'passwordChanged', data: {} });
}
