import { layOutMessage } from './message-layout.js';
import type { MailContent } from './mail-delivery.js';

/** What every message knows. */
export interface MessageParts {
	/** The name of the app: the option `appName`, the name in `from`, or its host. */
	appName: string;
	/** The address that the mail goes to. */
	to: string;
	/** Whose account it is about, to look up the language. */
	user: { id: string };
	/** Where the link leads. It is different in each mail. */
	url: string;
}

/** The same, with a link that expires. */
export interface LinkParts extends MessageParts {
	/** How long the link can be used, in seconds. */
	lifetime: number;
}

/** What the notice of a change of the address knows. */
export type EmailChangedParts =
	(LinkParts & { newEmail: string }) | (Omit<LinkParts, 'url'> & { url: null });

/** Makes a mail. Look up what you need, such as the language of the user: it is made after the response. */
export type Message<Parts> = (parts: Parts) => MailContent | Promise<MailContent>;

/**
 * The messages that are sent. None has the name of the user in it: whoever signs up with somebody else's address could choose it,
 * and have the mail say what they like.
 */
export interface Messages {
	/** After a sign-up, with a link to confirm the address. */
	verifyEmail: Message<LinkParts>;
	/** With a link to set a new password. */
	resetPassword: Message<LinkParts>;
	/** To a new address, with a link to confirm it. */
	confirmNewEmail: Message<LinkParts>;
	/**
	 * To the old address, after it was changed, with a link to undo that. `url` is `null` for an address that was never confirmed:
	 * it may be a mistyped one that belongs to a stranger, so the mail does not name the new address either.
	 */
	emailChanged: Message<EmailChangedParts>;
	/** After the password was changed. The link leads to the page for a forgotten password. */
	passwordChanged: Message<MessageParts>;
	/** To somebody who has an account, after a sign-up with their address. The link leads to the page for a forgotten password. */
	alreadyRegistered: Message<MessageParts & { signInUrl: string }>;
}

/**
 * The messages in English. The option `messages` replaces each of them.
 *
 * @example
 * ```ts
 * import { messages, type LinkParts } from 'svelte-guardian/email';
 *
 * export async function resetPassword(parts: LinkParts) {
 * 	const { text, html } = await messages.resetPassword(parts);
 * 	return { subject: `A new password for ${parts.appName}`, text, html };
 * }
 * ```
 */
export const messages: Messages = {
	verifyEmail: ({ appName, url, lifetime }) =>
		layOutMessage({
			subject: `Confirm your email for ${appName}`,
			paragraphs: [
				`Somebody, probably you, has signed up for ${appName} with this address. Confirm that it is yours:`,
				`The link works for ${inWords(lifetime)}. If it was not you, you need not do anything: the address stays unconfirmed.`
			],
			link: { label: 'Confirm email', url },
			signature: appName
		}),
	resetPassword: ({ appName, url, lifetime }) =>
		layOutMessage({
			subject: `Set a new password for ${appName}`,
			paragraphs: [
				`Somebody, probably you, has asked for a new password for your account at ${appName}. Choose one here:`,
				`The link works for ${inWords(lifetime)}, and once. If it was not you, you need not do anything: your password stays as it is.`
			],
			link: { label: 'Choose a new password', url },
			signature: appName
		}),
	confirmNewEmail: ({ appName, url, lifetime }) =>
		layOutMessage({
			subject: `Confirm your new email for ${appName}`,
			paragraphs: [
				`Somebody, probably you, wants to use this address for an account at ${appName}. Confirm that it is yours:`,
				`The link works for ${inWords(lifetime)}. If it was not you, you need not do anything: the account keeps its old address.`
			],
			link: { label: 'Confirm new email', url },
			signature: appName
		}),
	emailChanged: (parts) => {
		const { appName, lifetime } = parts;
		const subject = `Your email for ${appName} was changed`;
		if (parts.url === null) {
			const happened = `An account at ${appName} that had this address has another one now.`;
			const advice = `If it is your account and you did not change it, contact whoever runs ${appName}. Otherwise you need not do anything.`;
			return layOutMessage({ subject, paragraphs: [happened, advice], signature: appName });
		}
		return layOutMessage({
			subject,
			paragraphs: [
				`Your account at ${appName} now has the address ${parts.newEmail}. If it was not you, take your account back here:`,
				`The link works for ${inWords(lifetime)}. It restores this address, signs every device out and lets you choose a new password. ` +
					'If you made the change yourself, you need not do anything.'
			],
			link: { label: 'It was not me: undo this', url: parts.url },
			signature: appName
		});
	},
	passwordChanged: ({ appName, url }) =>
		layOutMessage({
			subject: `Your password for ${appName} was changed`,
			paragraphs: [
				`The password of your account at ${appName} was changed just now. If it was not you, set a new one at once:`,
				'If you made the change yourself, you need not do anything.'
			],
			link: { label: 'It was not me: set a new password', url },
			signature: appName
		}),
	alreadyRegistered: ({ appName, url, signInUrl }) =>
		layOutMessage({
			subject: `You have an account at ${appName} already`,
			paragraphs: [
				`Somebody, probably you, wanted to use this address for an account at ${appName}. There is one with it already. If you have forgotten its password:`,
				`Otherwise sign in: ${signInUrl}`,
				'If it was not you, you need not do anything: nothing has changed.'
			],
			link: { label: 'Choose a new password', url },
			signature: appName
		})
};

const UNITS = [
	['day', 24 * 60 * 60],
	['hour', 60 * 60],
	['minute', 60]
] as const;

/** 3600 is "1 hour", and 5400 "90 minutes": never more than it is. */
function inWords(seconds: number): string {
	const [unit, length] = UNITS.find(([, size]) => seconds % size === 0) ?? UNITS[2];
	const count = Math.floor(seconds / length);
	return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
