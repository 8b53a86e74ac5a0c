import type { FeatureContext } from '../../feature-context.js';
import { formerMailbox, mailboxOf, type MailAccount, type MailAccounts } from './accounts.js';
import type { EmailChange } from './change-email.js';
import { PURPOSES, type LinkKind, type Links } from './links.js';
import type { Compose, WaitingMail } from './mail-delivery.js';
import type { MailKind } from './mail.js';
import { messages as inEnglish } from './messages.js';
import type { NewToken } from '../../tokens/tokens.js';
import type { EmailConfig, MailPages } from './options.js';

/** The name before an address. */
const senderOf = (from: string) => /^([^<]*)</.exec(from)?.[1]?.trim();

const MINUTE_MS = 60_000;

/** How many links that undo one change are sent. */
const MOST_UNDOS = 10;

/** What composing needs. */
interface Parts {
	context: Pick<FeatureContext<{ id: string }>, 'tokens' | 'appName' | 'withBasePath'>;
	config: Pick<EmailConfig, 'appName' | 'lifetimes' | 'messages' | 'from' | 'origin'> & {
		pages: MailPages;
	};
	accounts: Pick<MailAccounts, 'byId' | 'byEmail'>;
	links: Pick<Links, 'urlOf' | 'pageUrl'>;
	isFree: EmailChange['isFree'];
}

/**
 * Creates what composes each kind of mail, when it is sent. The token of its link is made here, so that no secret is stored. A
 * mail that nobody wants any more, such as one for an address without an account, is dropped.
 *
 * @example
 * ```ts
 * const compose = createComposers({ context, config, accounts, links, isFree });
 * await compose.resetPassword({ kind: 'resetPassword', to, userId, data: {} }); // { subject, text, html }
 * ```
 */
export function createComposers({
	context: { tokens, appName: name },
	config,
	accounts,
	links,
	isFree
}: Parts): Record<MailKind, Compose> {
	const messages = { ...inEnglish, ...config.messages };
	const appName = config.appName ?? name ?? (senderOf(config.from) || new URL(config.origin).host);
	const { lifetimes, pages } = config;
	const forgotten = links.pageUrl(pages.forgotPassword);
	const signInUrl = links.pageUrl(pages.signIn);

	/** The account that a mail is about. A notice is for the owner of one that is disabled as well. */
	const anyAccountOf = async ({ userId }: WaitingMail): Promise<MailAccount | null> =>
		userId === null ? null : await accounts.byId(userId);
	const accountOf = async (mail: WaitingMail): Promise<MailAccount | null> => {
		const account = await anyAccountOf(mail);
		return account?.disabled ? null : account;
	};
	/** The same, for a mail that is meant for whoever has the account's mailbox now: it may have another one by now. */
	const ownerOf = async (mail: WaitingMail): Promise<MailAccount | null> => {
		const account = await accountOf(mail);
		return account && mailboxOf(account) === mail.to ? account : null;
	};
	const common = (to: string, userId: string) => ({ appName, to, user: { id: userId } });

	async function linkTo(
		kind: LinkKind,
		purpose: (typeof PURPOSES)[keyof typeof PURPOSES],
		lifetime: number,
		token: Pick<NewToken, 'data' | 'createdAt' | 'neverReplaced'> & {
			userId: string;
			email: string;
		}
	) {
		const issued = await tokens.issue({ purpose, lifetime, ...token });
		return { url: links.urlOf(kind, issued), lifetime };
	}

	return {
		async verifyEmail(mail) {
			const account = await ownerOf(mail);
			if (!account || account.isVerified) return null;
			const { id: userId, email } = account;
			const token = { userId, email };
			const link = await linkTo('verifyEmail', PURPOSES.verifyEmail, lifetimes.verifyEmail, token);
			return await messages.verifyEmail({ ...common(email, userId), ...link });
		},
		async resetPassword(mail) {
			const account = await ownerOf(mail);
			if (!account) return null;
			const { id: userId, email } = account;
			const { resetPassword: lifetime } = lifetimes;
			const token = { userId, email };
			const link = await linkTo('resetPassword', PURPOSES.resetPassword, lifetime, token);
			return await messages.resetPassword({ ...common(email, userId), ...link });
		},
		async confirmNewEmail(mail) {
			const account = await accountOf(mail);
			const { to: email, data } = mail;
			// It was changed meanwhile.
			if (!account || account.email !== data.from) return null;
			const { id: userId } = account;
			if (!(await isFree(email, userId))) {
				const other = await accounts.byEmail(email);
				return other ? await alreadyRegistered(email, other.id) : null;
			}
			const { confirmNewEmail: lifetime } = lifetimes;
			const token = { userId, email, data: { from: data.from! } };
			const link = await linkTo('verifyEmail', PURPOSES.confirmNewEmail, lifetime, token);
			return await messages.confirmNewEmail({ ...common(email, userId), ...link });
		},
		async emailChanged(mail) {
			const account = await anyAccountOf(mail);
			const { to, data, createdAt } = mail;
			const { from: email = to, stored } = data;
			// It has the address again.
			if (!account || formerMailbox(account.email) === formerMailbox(email)) return null;
			const { id: userId } = account;
			const { undoEmailChange: lifetime } = lifetimes;
			const parts = { ...common(email, userId), lifetime };
			if (data.undo !== 'yes') return await messages.emailChanged({ ...parts, url: null });
			// Of several changes the earlier one was before the later one, however long its notice has waited.
			const token = {
				...{ userId, email, createdAt, neverReplaced: true },
				...(stored !== undefined && { data: { stored } })
			};
			const link = await linkTo('undoEmailChange', PURPOSES.undoEmailChange, lifetime, token);
			const newEmail = data.email ?? account.email;
			return await messages.emailChanged({ ...parts, ...link, newEmail });
		},
		async passwordChanged(mail) {
			const account = await anyAccountOf(mail);
			if (!account) return null;
			return await messages.passwordChanged({ ...common(mail.to, account.id), url: forgotten });
		},
		async alreadyRegistered(mail) {
			const account = await accountOf(mail);
			if (!account) return null;
			const isOwner = mailboxOf(account) === mail.to;
			return isOwner
				? await alreadyRegistered(mail.to, account.id)
				: await undoAgain(mail, account);
		}
	};

	/** The address is kept for the account that had it: whoever wants it is sent the link again, for the time that is left. */
	async function undoAgain(
		{ to: email }: WaitingMail,
		{ id: userId, email: newEmail }: MailAccount
	) {
		const found = await tokens.outstanding(PURPOSES.undoEmailChange, { email });
		// A collation may take `é` for `e`: that is somebody else's address.
		const kept = found.filter((token) => formerMailbox(token.email ?? '') === formerMailbox(email));
		const [first] = kept
			.filter((token) => token.userId === userId)
			.sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
		const lifetime = Math.floor(((first?.expiresAt.getTime() ?? 0) - Date.now()) / MINUTE_MS) * 60;
		if (!first || lifetime <= 0 || kept.length >= MOST_UNDOS) return null;
		const { createdAt, data } = first;
		const token = { userId, email, createdAt, data, neverReplaced: true };
		const link = await linkTo('undoEmailChange', PURPOSES.undoEmailChange, lifetime, token);
		return await messages.emailChanged({ ...common(email, userId), ...link, newEmail });
	}

	function alreadyRegistered(to: string, userId: string) {
		return messages.alreadyRegistered({ ...common(to, userId), url: forgotten, signInUrl });
	}
}
