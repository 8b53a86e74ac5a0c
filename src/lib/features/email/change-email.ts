import type { z } from 'zod';
import { credentialsChanged } from '../../credentials-changed.js';
import { allOrNothing } from '../../database/all-or-nothing.js';
import type { Database } from '../../database/database.js';
import { StoreError } from '../../database/query.js';
import {
	defineAction,
	type ActionFailed,
	type ActionRequest,
	type ActionSuccess
} from '../../http/action.js';
import { changeEmailSchema, undoEmailChangeSchema } from '../../schemas.js';
import { comparableEmail } from '../../users/same-email.js';
import { changeUser, formerMailbox } from './accounts.js';
import {
	confirmEnd,
	LINK_LIMIT,
	NEW_ADDRESS_LIMITS,
	orUnavailable,
	post,
	signInPage
} from './flow.js';
import type { Flow } from './flow.js';
import { PURPOSES } from './links.js';
import { addNotice } from './notice.js';
import { addPasswordNotice } from './password-notice.js';
import { createUndoableChanges, type UndoableChange } from './undoable-changes.js';
import type { ConfirmChange } from './verification.js';
import { voidLinks, voidUndos } from './void-links.js';

type Models = Database['model'];

/** How often a user can change the address in a day. */
const CHANGES_A_DAY = 5;
const DAY_MS = 24 * 60 * 60 * 1000;
const TOO_MANY =
	'The email of this account was changed too often today. Open the link again tomorrow, or go back to an earlier address.';
/** Nobody can ask for another link to undo a change. */
const UNDO_INVALID = 'This link does not work any more: it was used, or it is too old.';

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
	const changes = createUndoableChanges(database, tokens);

	/** Tells the address that the account had, in the transaction of the change. `from`: as it was stored, which an undo restores. */
	function tell(
		model: Models,
		userId: string,
		{ from: stored, ...change }: { from: string; email: string; undo: 'yes' | 'no' },
		createdAt = new Date()
	): Promise<void> {
		const from = formerMailbox(stored);
		const data = { from, ...(stored !== from && { stored }), ...change };
		const notice = { kind: 'emailChanged', data, createdAt } as const;
		return addNotice(queue, model, { id: userId, email: from }, notice);
	}

	/**
	 * Runs a transaction that sets an address, which somebody else may have by now. Nothing of it counts where `work` answers a
	 * failure.
	 */
	async function unlessTaken(
		email: string,
		userId: string,
		work: (model: Models) => Promise<ActionFailed | null>
	): Promise<ActionFailed | null> {
		let failed = null as ActionFailed | null;
		try {
			await allOrNothing(database, async (model) => {
				failed = await work(model);
				return failed === null;
			});
			return failed;
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			if (await isTaken(comparableEmail(email), userId)) return failure('EMAIL_TAKEN');
			throw error;
		}
	}

	/** Those of these users that there still are. */
	async function existing(found: UndoableChange[], models?: Models): Promise<string[]> {
		const owners: string[] = [];
		for (const userId of new Set(found.map(({ userId }) => userId))) {
			if (await accounts.byId(userId, models)) owners.push(userId);
		}
		return owners;
	}

	/** The users for whom this very address is kept. */
	const ownersOf = async (email: string): Promise<string[]> =>
		existing((await changes.of({ email })).filter(({ from }) => formerMailbox(from) === email));

	/**
	 * Whether an address, or one that the database takes for it, is kept for the user who had it, and may take it back.
	 *
	 * @param models those of the transaction that has taken it. Asked before, a change of the address may be committed in between
	 */
	async function isReserved(email: string, models?: Models, exceptUser?: string): Promise<boolean> {
		const owners = await existing(await changes.of({ email }, models), models);
		return owners.some((userId) => userId !== exceptUser);
	}

	/** Refuses a further change on this day: each leaves a link that nothing may push out. */
	function tooMany(earlier: UndoableChange[]): ActionFailed | null {
		const times = new Set(earlier.map(({ at }) => at.getTime() + DAY_MS));
		const recent = [...times].filter((time) => time > Date.now()).sort((one, two) => one - two);
		const next = recent.at(-CHANGES_A_DAY);
		if (next === undefined) return null;
		const retryAfter = Math.ceil((next - Date.now()) / 1000);
		return { ...failure('TOO_MANY_REQUESTS'), error: TOO_MANY, retryAfter };
	}

	const isTaken = async (email: string, userId: string): Promise<boolean> => {
		const other = await accounts.byEmail(email);
		return other !== null && other.id !== userId;
	};

	/** Whether nobody else has the address, nor may take it back. */
	const isFree = async (email: string, userId: string): Promise<boolean> =>
		!(await isTaken(email, userId)) && !(await isReserved(email, undefined, userId));

	const confirmChange: ConfirmChange = async ({ token, account, content }, { event }) => {
		const { id } = account;
		const { email } = content;
		const from = content.data.from ?? '';
		if (await isTaken(email, id)) return failure('EMAIL_TAKEN');
		const failed = await unlessTaken(email, id, async (model) => {
			// Of two changes at once the second finds another address.
			const data = { email, ...accounts.verified };
			if (!(await changeUser(model, { id, email: from }, data))) return failure('LINK_INVALID');
			const { confirmNewEmail: purpose } = PURPOSES;
			const isSpent = await tokens.spend(purpose, token, model, { isRemembered: true });
			if (!isSpent) return failure('LINK_INVALID');
			if (await isReserved(email, model, id)) return failure('EMAIL_TAKEN');
			// No further change of this user is made before this one is committed.
			const earlier = await changes.of({ userId: id }, model);
			// The owner takes the address back: what was done since then is undone, and cannot be done again.
			const back = earlier.filter((change) => formerMailbox(change.from) === email);
			const since = back.length > 0 ? new Date(Math.min(...back.map(({ at }) => +at))) : null;
			const refused = since ? null : tooMany(earlier);
			if (refused) return refused;
			await voidLinks(tokens, id, model);
			if (since) await voidUndos(tokens, id, since, model);
			// An address that was never confirmed may be a mistyped one that belongs to a stranger: it gets no link to undo.
			const undo = account.isVerified && !since ? 'yes' : 'no';
			// The server of an earlier change may have a clock that is ahead: an undo goes by which one was later.
			const at = new Date(Math.max(Date.now(), ...earlier.map((change) => +change.at + 1)));
			await tell(model, id, { from, email, undo }, at);
			return null;
		});
		if (failed) return failed;
		queue.sendSoon(event);
		await context.emit(credentialsChanged(id, 'email', event));
		return null;
	};

	const changeemail = defineAction({
		schema: changeEmailSchema,
		on: 'page',
		needs: 'user',
		secrets: ['password'],
		limit: {
			address: NEW_ADDRESS_LIMITS.address,
			key: {
				...NEW_ADDRESS_LIMITS.key,
				of: (_, { event }) => context.userOf(event).user?.id ?? null
			},
			account: async (_, { event }) => {
				const { user } = context.userOf(event);
				return (user && (await accounts.byId(user.id))?.email) ?? null;
			}
		},
		run: ({ email, password }, { event, user }: ActionRequest<{ id: string }, 'user'>) =>
			orUnavailable(
				context,
				'A change of an email could not be asked for.',
				async (): Promise<ActionSuccess | ActionFailed> => {
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
		{ token: given, password, account: shown }: z.output<typeof undoEmailChangeSchema>,
		event: ActionRequest<{ id: string }>['event']
	): Promise<ActionSuccess | ActionFailed> {
		const dead = { ...failure('LINK_INVALID'), error: UNDO_INVALID };
		const link = await links.find('undoEmailChange', event, given, shown);
		if (!link) return dead;
		const { token, account, content } = link;
		const { id } = account;
		const email = content.data.stored ?? content.email;
		const prepared = await passwords.prepare(id, password, event);
		if (!prepared.ok) return { ...prepared, field: 'password' };
		const { passwordHash } = prepared;
		let settle = async () => 0;
		const failed = await unlessTaken(email, id, async (model) => {
			if (!(await changeUser(model, { id }, { passwordHash, ...accounts.verified }))) return dead;
			if (!(await tokens.spend(PURPOSES.undoEmailChange, token, model))) return dead;
			settle = await context.endSessions(model, id, 'email-change-undone');
			await voidLinks(tokens, id, model);
			// Those of later changes. An earlier one stays: it restores an address that was there before this one.
			await voidUndos(tokens, id, content.createdAt, model);
			const select = { email: true };
			const [row] = await model('user').findMany({ where: { id }, select, take: 1 });
			const lost = row ? String(row.email) : email;
			if (lost !== email) await tell(model, id, { from: lost, email, undo: 'no' });
			await addPasswordNotice(queue, model, { id, email });
			return (await changeUser(model, { id }, { email })) ? null : dead;
		});
		if (failed) return failed;
		queue.sendSoon(event);
		links.forget('undoEmailChange', event);
		const left = await confirmEnd(context, settle);
		for (const what of ['email', 'password'] as const)
			await context.emit(credentialsChanged(id, what, event));
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

	return { actions: { changeemail, undoemailchange }, confirmChange, ownersOf, isReserved, isFree };
}

/** See {@link createEmailChange}. */
export type EmailChange = ReturnType<typeof createEmailChange>;
