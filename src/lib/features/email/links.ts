import type { RequestEvent } from '@sveltejs/kit';
import type { FeatureContext } from '../../feature-context.js';
import type { Route } from '../../http/route.js';
import { OWN_PATH } from '../../own-path.js';
import { isToken, type TokenContent } from '../../tokens/tokens.js';
import type { MailAccount, MailAccounts } from './accounts.js';
import { createOriginWarning } from './local-origin.js';

/** What a link in a mail is for. */
export type LinkKind = 'resetPassword' | 'verifyEmail' | 'undoEmailChange';

/** The purposes of the tokens. */
export const PURPOSES = {
	resetPassword: 'reset-password',
	verifyEmail: 'verify-email',
	confirmNewEmail: 'confirm-new-email',
	undoEmailChange: 'undo-email-change'
} as const;

/** How long this browser keeps the token of a link that was opened, in seconds. */
const KEPT_SECONDS = 60 * 60;

/** How long this browser keeps the token of a link whose work is done, in seconds: for whoever presses its button again. */
const DONE_SECONDS = 5 * 60;

/** Of each link: the last part of its address, which names the cookie as well, and what its token may be for. */
const LINKS: Record<LinkKind, { name: string; purposes: readonly string[] }> = {
	resetPassword: { name: 'reset', purposes: [PURPOSES.resetPassword] },
	// Both confirm an address, on one page.
	verifyEmail: { name: 'verify', purposes: [PURPOSES.verifyEmail, PURPOSES.confirmNewEmail] },
	undoEmailChange: { name: 'undo', purposes: [PURPOSES.undoEmailChange] }
};

/** The purposes of links that say, when they are used again, that their work is done. They confirm an address, and no more. */
export const REPEATABLE: readonly string[] = [PURPOSES.verifyEmail, PURPOSES.confirmNewEmail];

/** A link that this browser has opened, and whose account it is for. */
export interface OpenedLink {
	token: string;
	content: TokenContent & { userId: string; email: string };
	account: MailAccount;
	/** Whether its work is done, and nothing has changed since: it is good for saying so, and for nothing else. */
	isDone: boolean;
}

/** What the links need of the feature. */
interface Parts {
	context: Pick<FeatureContext<{ id: string }>, 'cookie' | 'tokens' | 'withBasePath'>;
	accounts: Pick<MailAccounts, 'byId' | 'canVerify'>;
	origin: string;
	/** The pages of the app, without the base path. */
	pages: Record<LinkKind, string>;
}

/**
 * Creates the links in mails. A link leads to an address of the kit's own, by GET. That moves the token from the address into a
 * cookie and redirects to a page of the app, whose form spends it: so it is in no history, no log and no `Referer`, and whoever
 * only opens links, such as a scanner of mails, changes nothing.
 *
 * @example
 * ```ts
 * const links = createLinks({ context, accounts, origin, pages });
 * links.urlOf('resetPassword', token); // 'https://app.example/_guardian/email/reset?token=…'
 * ```
 */
export function createLinks({ context, accounts, origin, pages }: Parts) {
	const { cookie, tokens, withBasePath } = context;
	const warnOfOrigin = createOriginWarning(origin);
	const cookies = {
		resetPassword: cookie(LINKS.resetPassword.name),
		verifyEmail: cookie(LINKS.verifyEmail.name),
		undoEmailChange: cookie(LINKS.undoEmailChange.name)
	};

	const open =
		(kind: LinkKind): Route =>
		(event) => {
			const token = event.url.searchParams.get('token') ?? '';
			if (isToken(token)) cookies[kind].write(event, token, KEPT_SECONDS);
			else cookies[kind].forget(event);
			return new Response(null, {
				status: 303,
				headers: {
					location: withBasePath(pages[kind]),
					'referrer-policy': 'no-referrer',
					'cache-control': 'private, no-store'
				}
			});
		};

	/** @param isDone the token is used up: the address has to be the account's still, and confirmed */
	async function linkOf(
		token: string,
		content: TokenContent,
		shown: string,
		isDone = false
	): Promise<OpenedLink | null> {
		const { userId, email } = content;
		if (userId === null || email === null) return null;
		if (shown !== '' && shown !== email) return null;
		const account = await accounts.byId(userId);
		if (!account || account.disabled) return null;
		const isConfirmed = account.isVerified || !accounts.canVerify;
		if (isDone && !(isConfirmed && account.email === email)) return null;
		return { token, content: { ...content, userId, email }, account, isDone };
	}

	return {
		/** The routes that the links lead to. */
		routes: {
			[`GET /${LINKS.resetPassword.name}`]: open('resetPassword'),
			[`GET /${LINKS.verifyEmail.name}`]: open('verifyEmail'),
			[`GET /${LINKS.undoEmailChange.name}`]: open('undoEmailChange')
		} as Record<`GET /${string}`, Route>,
		/** The address of a link. Its origin is configured: a forged `Host` changes nothing (CWE-640). */
		urlOf(kind: LinkKind, token: string) {
			warnOfOrigin();
			return `${origin}${withBasePath(`${OWN_PATH}/email/${LINKS[kind].name}`)}?token=${token}`;
		},
		/** The address of a page of the app. */
		pageUrl: (path: string) => `${origin}${withBasePath(path)}`,
		/**
		 * The link that this browser has opened; `null` for none, and for one that is used, expired, or of an account that has
		 * another address meanwhile.
		 *
		 * @param given a token that server code passes. Default: that of the cookie
		 * @param shown the email that the page of the form has shown: another link may have been opened in this browser since
		 * then. Default: any
		 * @throws {StoreError} when the database does not answer
		 */
		async find(
			kind: LinkKind,
			event: Pick<RequestEvent, 'cookies'>,
			given = '',
			shown = ''
		): Promise<OpenedLink | null> {
			const token = given || cookies[kind].read(event);
			if (!token) return null;
			for (const purpose of LINKS[kind].purposes) {
				const content = await tokens.find(purpose, token);
				if (content) return await linkOf(token, content, shown);
			}
			// A second press of the button, or a link that is opened again.
			for (const purpose of REPEATABLE.filter((one) => LINKS[kind].purposes.includes(one))) {
				const content = await tokens.findUsed(purpose, token);
				if (content) return await linkOf(token, content, shown, true);
			}
			return null;
		},
		/** Says in this browser, for a while, that the work of a link is done. */
		keepDone: (kind: LinkKind, event: Pick<RequestEvent, 'cookies'>, token: string) =>
			cookies[kind].write(event, token, DONE_SECONDS),
		/** Takes the token from this browser. */
		forget: (kind: LinkKind, event: Pick<RequestEvent, 'cookies'>) => cookies[kind].forget(event),
		/** Takes all of them from this browser. */
		forgetAll(event: Pick<RequestEvent, 'cookies'>): void {
			for (const cookie of Object.values(cookies)) cookie.forget(event);
		}
	};
}

/** See {@link createLinks}. */
export type Links = ReturnType<typeof createLinks>;
