import type { z } from 'zod';
import { allOrNothing } from '../../database/all-or-nothing.js';
import type { FeatureParts } from '../../feature.js';
import {
	defineAction,
	type ActionFailed,
	type ActionRequest,
	type ActionSuccess
} from '../../http/action.js';
import { resendVerificationSchema, verifyEmailSchema } from '../../schemas.js';
import type { CreatedUser } from '../../users/sign-up-step.js';
import { changeUser, mailboxOf } from './accounts.js';
import { LINK_LIMIT, orUnavailable, post, signInPage, type Flow } from './flow.js';
import { PURPOSES, type OpenedLink } from './links.js';
import { createMailRequest } from './mail-request.js';

type Request = ActionRequest<{ id: string }, 'anyone'>;

/** The users who may take an address back. */
export type OwnersOf = (email: string) => Promise<string[]>;

/** Says whether a new address belongs to somebody else: see `change-email.ts`. */
export type ConfirmChange = (link: OpenedLink, request: Request) => Promise<ActionFailed | null>;

/**
 * Creates the actions `?/verifyemail` and `?/resendverification`, and what verification adds to sign-ups and sign-ins.
 *
 * A link alone proves the mailbox and not who has signed up. So the link counts together with the account: in a browser that is
 * signed in to it, or with its password. Somebody who signs up with your address never gets you to confirm their account, with
 * their password, by a link that you open; and a scanner that opens every link and presses every button confirms nothing. Who has
 * the mailbox and not the password takes the account over by a reset, which drops the password and every session from before.
 *
 * @param change `confirmChange` changes an address, where the link is of a change; `ownersOf` finds for whom one is kept
 *
 * @example
 * ```ts
 * const { actions, admit, signUp } = createVerification(flow, change);
 * ```
 */
export function createVerification(
	flow: Flow,
	{ confirmChange, ownersOf }: { confirmChange: ConfirmChange; ownersOf: OwnersOf }
) {
	const { context, config, accounts, links, queue } = flow;
	const { database, tokens, passwords, failure, userOf, withBasePath } = context;
	const isRequired = config.verification === 'required';
	const notVerified = () => ({
		...failure('EMAIL_NOT_VERIFIED'),
		url: withBasePath(config.pages.verifyEmail)
	});

	const isOwner = (event: Request['event'], { account }: OpenedLink) =>
		userOf(event).user?.id === account.id;

	/** Confirms the address that the account has. */
	async function confirm({ token, account, content }: OpenedLink): Promise<ActionFailed | null> {
		const { email } = content;
		const { verifyEmail: purpose } = PURPOSES;
		const { id } = account;
		const isRemembered = true;
		const isDone = await allOrNothing(database, async (model) => {
			if (!(await changeUser(model, { id, email }, accounts.verified))) return false;
			if (!(await tokens.spend(purpose, token, model, { isRemembered }))) return false;
			// Those of earlier mails say the same when they are opened; what went to another address is void.
			await tokens.voidOf(id, { purpose, email, isRemembered }, model);
			await tokens.voidOf(id, { purpose }, model);
			return true;
		});
		return isDone ? null : failure('LINK_INVALID');
	}

	/** Whether another request, such as that of a first click, has done meanwhile what a link is for. */
	const isDoneMeanwhile = async ({ token }: OpenedLink, { event }: Request) =>
		(await links.find('verifyEmail', event, token))?.isDone === true;

	async function verify(
		{ token: given, password, account: shown }: z.output<typeof verifyEmailSchema>,
		request: Request
	): Promise<ActionSuccess | ActionFailed> {
		const { event } = request;
		const link = await links.find('verifyEmail', event, given, shown);
		if (!link) return failure('LINK_INVALID');
		const signedIn = isOwner(event, link);
		const isRepeated = link.isDone;
		// Somebody who is signed in to another account would take it for theirs.
		if (isRepeated && (signedIn || (password === '' && !userOf(event).user))) return { ok: true };
		if (!signedIn && password === '') {
			const error = 'Enter the password of this account.';
			return { ...failure('INVALID_INPUT'), error, field: 'password', triesSecret: false };
		}
		const { account } = link;
		const proven = signedIn ? null : await passwords.verify(account.id, password, event);
		if (proven && !proven.ok) {
			const isWrong = proven.code === 'WRONG_PASSWORD';
			return {
				...proven,
				...(isWrong && { ...failure('LINK_PASSWORD_WRONG'), field: 'password' })
			};
		}
		if (!isRepeated) {
			const isChange = link.content.purpose === PURPOSES.confirmNewEmail;
			const failed = await (isChange ? confirmChange(link, request) : confirm(link));
			if (failed && !(await isDoneMeanwhile(link, request))) {
				return { ...failed, triesSecret: false };
			}
		}
		links.keepDone('verifyEmail', event, link.token);
		if (!proven) return { ok: true };

		const user = (await context.findUserById(account.id))?.user ?? { id: account.id };
		const admission = await context.admit(event, user, 'password', proven.proof);
		if (admission.ok) return { ok: true, redirectTo: context.afterSignInUrl(event) };
		return { ok: true, redirectTo: admission.url ?? signInPage(context, event, 'email-confirmed') };
	}

	const verifyemail = defineAction({
		schema: verifyEmailSchema,
		on: 'page',
		needs: 'anyone',
		secrets: ['password', 'token'],
		limit: {
			address: LINK_LIMIT,
			async account({ token, password }, { event }) {
				if (password === '') return null;
				const link = await links.find('verifyEmail', event, token);
				return link && !isOwner(event, link) ? link.account.email : null;
			}
		},
		run: (fields, request: Request) =>
			orUnavailable(context, 'An email could not be confirmed.', () => verify(fields, request))
	});

	const resendverification = createMailRequest(flow, {
		schema: resendVerificationSchema,
		kind: 'verifyEmail',
		what: 'A link could not be sent again.'
	});

	/** What verification adds to signing up and in. */
	const parts: Pick<FeatureParts<object, Record<never, never>>, 'admit' | 'signUp'> = {
		signUp: {
			hidesTaken: isRequired,
			...(config.verification !== false && {
				/**
				 * The mail belongs to the account: there is neither without the other. A link that this browser has opened before is
				 * that of another account.
				 */
				async whenCreated({ user, event, model }: CreatedUser) {
					const account = await accounts.byId(user.id, model);
					if (!account || account.isVerified) return undefined;
					const { id: userId } = account;
					await queue.add(
						{ model },
						{ kind: 'verifyEmail', to: mailboxOf(account), userId, data: {} }
					);
					return () => {
						queue.sendSoon(event);
						links.forget('verifyEmail', event);
					};
				}
			}),
			/** It is answered as a sign-up with a free address is, and its owner gets a mail. */
			async whenTaken({ email, event }) {
				if (!isRequired) return null;
				const account = await accounts.byEmail(email);
				const to = account ? mailboxOf(account) : email;
				// An address that is kept for whoever had it: they are told how to take it back.
				const userId = account?.id ?? (await ownersOf(email))[0] ?? null;
				await post(flow, { kind: 'alreadyRegistered', to, userId, data: {} }, event);
				links.forget('verifyEmail', event);
				return notVerified();
			}
		}
	};
	if (isRequired) {
		parts.admit = async ({ user }) => {
			const account = await accounts.byId(user.id);
			return account && !account.isVerified ? notVerified() : { ok: true };
		};
	}

	return {
		actions: { verifyemail, resendverification },
		...parts,
		/** @throws {StoreError} when the database does not answer */
		async send(userId: string): Promise<boolean> {
			const account = await accounts.byId(userId);
			if (!account || account.disabled || account.isVerified) return false;
			await post(flow, { kind: 'verifyEmail', to: mailboxOf(account), userId, data: {} });
			return true;
		}
	};
}
