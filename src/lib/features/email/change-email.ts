import type { z } from 'zod';
import { StoreError } from '../../database/query.js';
import { defineAction, type ActionFailed, type ActionRequest } from '../../http/action.js';
import { changeEmailSchema, undoEmailChangeSchema } from '../../schemas.js';
import { changeUser, mailboxOf } from './accounts.js';
import { endSessions, LINK_LIMIT, MAIL_LIMITS, orUnavailable, post, signInPage } from './flow.js';
import type { Flow } from './flow.js';
import { PURPOSES } from './links.js';
import type { ConfirmChange } from './verification.js';

type Done = { ok: true; redirectTo?: string };

/**
 * Creates the actions `?/changeemail` and `?/undoemailchange`, and the change itself, which `?/verifyemail` makes.
 *
 * The address changes when the new one answers, and not before: a typo locks nobody out. The old address gets a notice, with a
 * link that for seven days restores it, ends every session and sets a new password: whoever has taken the account over knows the
 * old one (OWASP ASVS 5.0, 6.3.7). For that long nobody else may have the old address. An old address that was never confirmed gets
 * the notice alone: it may be a stranger's.
 *
 * @example
 * ```ts
 * const { actions, confirmChange, isReserved } = createEmailChange(flow);
 * ```
 */
export function createEmailChange(flow: Flow) {
	const { context, accounts, links, queue } = flow;
	const { database, tokens, passwords, failure } = context;

	/** Runs a transaction that sets an address, which somebody else may have by now. */
	async function unlessTaken(
		email: string,
		userId: string,
		work: Parameters<typeof database.transaction<boolean>>[0]
	): Promise<ActionFailed | null> {
		try {
			return (await database.transaction(work)) ? null : failure('LINK_INVALID');
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			const other = await accounts.byEmail(email);
			if (other && other.id !== userId) return failure('EMAIL_TAKEN');
			throw error;
		}
	}

	/** Whether an address is kept for the user who had it, and may take it back. */
	async function isReserved(email: string, exceptUser?: string): Promise<boolean> {
		if (await tokens.isOutstanding(PURPOSES.undoEmailChange, email, exceptUser)) return true;
		// Its token is made when the notice is sent.
		const rows: { userId: string | null }[] = await database.query(() =>
			database.model('outboxMessage').findMany({
				where: { to: email, kind: 'emailChanged', sentAt: null },
				select: { userId: true },
				take: 10
			})
		);
		return rows.some(({ userId }) => userId !== exceptUser);
	}

	/** @returns why it cannot have the address, or `null` */
	const isFree = async (email: string, userId: string): Promise<boolean> => {
		const other = await accounts.byEmail(email);
		return (!other || other.id === userId) && !(await isReserved(email, userId));
	};

	const confirmChange: ConfirmChange = async ({ token, account, content }, { event }) => {
		const { id } = account;
		const { email } = content;
		const from = content.data.from ?? '';
		if (!(await isFree(email, id))) return failure('EMAIL_TAKEN');
		const failed = await unlessTaken(email, id, async (model) => {
			if (!(await tokens.spend(PURPOSES.confirmNewEmail, token, model))) return false;
			// Of two changes at once the second finds another address.
			const data = { email, ...accounts.verified };
			if (!(await changeUser(model, { id, email: from }, data))) return false;
			await tokens.voidOf(id, { except: [PURPOSES.undoEmailChange] }, model);
			const to = mailboxOf({ email: from });
			// By a typo an address that was never confirmed may be a stranger's, who must not be able to take the account.
			const undo = account.isVerified ? 'yes' : 'no';
			const mail = { kind: 'emailChanged', to, userId: id, data: { email, from, undo } } as const;
			await queue.add({ model }, mail);
			return true;
		});
		if (failed) return failed;
		queue.sendSoon(event);
		await context.emit({ type: 'credentialsChanged', userId: id, what: 'email', event });
		return null;
	};

	const changeemail = defineAction({
		schema: changeEmailSchema,
		on: 'page',
		needs: 'user',
		secrets: ['password'],
		limit: {
			key: { ...MAIL_LIMITS.key, of: ({ email }) => email },
			account: async (_, { event }) => {
				const { user } = context.userOf(event);
				return (user && (await accounts.byId(user.id))?.email) ?? null;
			}
		},
		run: ({ email, password }, { event, user }: ActionRequest<{ id: string }, 'user'>) =>
			orUnavailable(
				context,
				'A change of an email could not be asked for.',
				async (): Promise<Done | ActionFailed> => {
					const account = await accounts.byId(user.id);
					if (!account) return failure('ACCOUNT_UNAVAILABLE');
					const proven = await passwords.verify(user.id, password, event);
					if (!proven.ok) return { ...proven, field: 'password' };
					// Whether the address is free is said to nobody but its owner.
					const data = { from: account.email };
					await post(flow, { kind: 'confirmNewEmail', to: email, userId: user.id, data }, event);
					return { ok: true };
				}
			)
	});

	async function undo(
		{ token: given, password }: z.output<typeof undoEmailChangeSchema>,
		event: ActionRequest<{ id: string }>['event']
	): Promise<Done | ActionFailed> {
		const link = await links.find('undoEmailChange', event, given);
		if (!link) return failure('LINK_INVALID');
		const { token, account, content } = link;
		const { id } = account;
		const { email } = content;
		const prepared = await passwords.prepare(id, password, event);
		if (!prepared.ok) return { ...prepared, field: 'password' };
		const { passwordHash } = prepared;
		const failed = await unlessTaken(email, id, async (model) => {
			if (!(await tokens.spend(PURPOSES.undoEmailChange, token, model))) return false;
			await tokens.voidOf(id, { except: [PURPOSES.undoEmailChange] }, model);
			// Those of later changes. An earlier one stays: it restores an address that was there before this one.
			const later = { purpose: PURPOSES.undoEmailChange, since: content.createdAt };
			await tokens.voidOf(id, later, model);
			return await changeUser(model, { id }, { email, passwordHash, ...accounts.verified });
		});
		if (failed) return failed;
		links.forget('undoEmailChange', event);
		for (const what of ['email', 'password'] as const)
			await context.emit({ type: 'credentialsChanged', userId: id, what, event });
		const left = await endSessions(context, id, 'email-change-undone');
		return left ?? { ok: true, redirectTo: signInPage(context, event, 'email-restored') };
	}

	const undoemailchange = defineAction({
		schema: undoEmailChangeSchema,
		on: 'page',
		needs: 'anyone',
		secrets: ['password', 'token'],
		limit: { address: LINK_LIMIT },
		run: (fields, { event }: ActionRequest<{ id: string }, 'anyone'>) =>
			orUnavailable(context, 'A change of an email could not be undone.', () => undo(fields, event))
	});

	return { actions: { changeemail, undoemailchange }, confirmChange, isReserved, isFree };
}

/** See {@link createEmailChange}. */
export type EmailChange = ReturnType<typeof createEmailChange>;
