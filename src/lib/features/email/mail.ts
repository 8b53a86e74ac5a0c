import { whyNoEmail } from '../../email-address.js';

/** What kinds of mail there are. Each kind is composed when it is sent. */
export type MailKind =
	| 'verifyEmail'
	| 'resetPassword'
	| 'confirmNewEmail'
	/** To the old address, with a way to undo it. */
	| 'emailChanged'
	| 'passwordChanged'
	| 'alreadyRegistered';

/** A mail that waits to be sent. */
export interface Mail {
	kind: MailKind;
	/** The address as it is stored, never as it was typed. */
	to: string;
	userId: string | null;
	/** What the mail is about, at most 4 kB of JSON. It is stored as it is: no secrets. */
	data: Record<string, string>;
	/** When that happened which it is about, by which the changes of an address are ordered. Default: now. */
	createdAt?: Date;
}

/**
 * The notices that the owner of an account must get soon, because they may have to act: mails that a stranger can ask for do not
 * count against them, and they go before those.
 */
export const NOTICES: readonly MailKind[] = ['emailChanged', 'passwordChanged'];

/**
 * What anybody can have sent to an address, by a sign-up or by a further account: at most half of what an address gets in an hour,
 * and it goes after all others. So the owner gets a link to reset the password at once.
 */
export const FOR_ANYBODY: readonly MailKind[] = [
	'verifyEmail',
	'alreadyRegistered',
	'confirmNewEmail'
];

const MAX_DATA_BYTES = 4096;
const MAX_ADDRESS = 254;

/**
 * Whether an address can get mail as it is stored. One that the app has imported, such as `admin@localhost`, may not.
 *
 * @example
 * ```ts
 * canGetMail('admin@localhost'); // false
 * ```
 */
export const canGetMail = (to: string): boolean =>
	to.length <= MAX_ADDRESS && whyNoEmail(to) === null;

/**
 * A mail, if it can be stored and sent at all. What cannot is a mistake in the code of a flow.
 *
 * @throws {Error} for an address that is none, or too much data
 *
 * @example
 * ```ts
 * checkedMail({ kind: 'verifyEmail', to: 'ann@example.com', userId: 'ann', data: {} });
 * ```
 */
export function checkedMail(mail: Mail): Mail {
	const { to, data } = mail;
	if (!canGetMail(to)) {
		throw new Error('A mail can only be sent to an address as it is stored.');
	}
	if (Buffer.byteLength(JSON.stringify(data)) > MAX_DATA_BYTES) {
		throw new Error(`The data of a mail takes more than ${MAX_DATA_BYTES} bytes.`);
	}
	return mail;
}

/** Line ends, further control characters, and what turns the order of a text around. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu;

/** The longest subject, in characters: RFC 5322 allows lines of 998 bytes. */
const MAX_SUBJECT = 200;

/**
 * A subject in one line. A line end in it, such as one in the name of a user, would begin another header.
 *
 * @example
 * ```ts
 * oneLine('Hello\r\nBcc: eve@example.com'); // 'Hello Bcc: eve@example.com'
 * ```
 */
export const oneLine = (text: string): string =>
	[...text.replace(UNSEEN, ' ').trim()].slice(0, MAX_SUBJECT).join('');
