import type { PrismaModel } from '../../database/types.js';
import { usedFor, type Tokens } from '../../tokens/tokens.js';
import { PURPOSES, REPEATABLE } from './links.js';
import type { MailKind } from './mail.js';

const { undoEmailChange, ...voided } = PURPOSES;

/** The mails with a link that a new password or a new address voids: each is named after what its link is for. */
const WITH_LINK = Object.keys(voided) as (keyof typeof voided & MailKind)[];

/** The links that undo a change, and what is remembered of those that have confirmed an address: it says that, and no more. */
const STAYING = [undoEmailChange, ...REPEATABLE.map(usedFor)];

type Models = (key: string) => PrismaModel;

/**
 * Voids the links of a user, but for those that undo a change of the address: those that were sent, and those whose mails wait,
 * since the token of a mail is made when it is sent.
 *
 * @param models those of a transaction. The rows go first: whoever sends one holds it once its token is made
 *
 * @example
 * ```ts
 * await database.transaction((model) => voidLinks(tokens, user.id, model));
 * ```
 */
export async function voidLinks(
	tokens: Pick<Tokens, 'voidOf'>,
	userId: string,
	models: Models
): Promise<void> {
	const where = { userId, sentAt: null, kind: { in: WITH_LINK } };
	await models('outboxMessage').deleteMany({ where });
	await tokens.voidOf(userId, { except: STAYING }, models);
}

/**
 * Voids the links that undo a user's changes of the address since a moment, and the notices that would bring such a link.
 *
 * @param models as above
 *
 * @example
 * ```ts
 * await database.transaction((model) => voidUndos(tokens, user.id, change.at, model));
 * ```
 */
export async function voidUndos(
	tokens: Pick<Tokens, 'voidOf'>,
	userId: string,
	since: Date,
	models: Models
): Promise<void> {
	const kind = { in: ['emailChanged', 'alreadyRegistered'] satisfies MailKind[] };
	const where = { userId, sentAt: null, kind, createdAt: { gte: since } };
	await models('outboxMessage').deleteMany({ where });
	await tokens.voidOf(userId, { purpose: undoEmailChange, since }, models);
}
