import { failure } from '../../failure.js';
import type { Failure } from '../../types.js';
import { createBreachCheck, type BreachOptions } from './breached-passwords.js';

/** How many letters of a password have to be left, once the words that are known of its account are taken out. */
const LETTERS_LEFT = 4;

/** A shorter word is part of many others. */
const SHORTEST_WORD = 3;

/** What anybody knows of an account. */
export interface KnownWords {
	email: string;
	name?: string | null | undefined;
	/** The name of the app. */
	appName?: string | undefined;
}

let loading: Promise<ReadonlySet<string>> | undefined;

/** The list is loaded by the first password that is set: it would be a good part of a cold start. */
const loadCommon = () =>
	(loading ??= import('./common-passwords.js').then(
		({ commonPasswords }) => new Set(commonPasswords.split('\n'))
	));

/**
 * Checks a new password against what attackers try first: common passwords, and the words of the account itself, such as
 * the email or the name of the app (NIST SP 800-63B-4, 3.1.1.2; OWASP ASVS 5.0, 6.2.4 and 6.2.11). Case makes no difference.
 *
 * @returns why it is refused, or `null`
 *
 * @example
 * ```ts
 * const refused = await checkPassword('password1', { email: 'ann@example.com' }); // PASSWORD_TOO_COMMON
 * ```
 */
export async function checkPassword(password: string, known: KnownWords): Promise<Failure | null> {
	const common = await loadCommon();
	const text = plain(password);
	if (common.has(text)) return failure('PASSWORD_TOO_COMMON');
	const words = wordsOf(known).filter((word) => text.includes(word));
	if (words.length === 0) return null;
	const left = words.reduce((rest, word) => rest.replaceAll(word, ''), text);
	const isGuessable = common.has(left) || left.replace(/[^\p{L}]/gu, '').length < LETTERS_LEFT;
	return isGuessable ? failure('PASSWORD_TOO_PERSONAL') : null;
}

/** Checks a new password: see {@link createPasswordPolicy}. */
export type PasswordPolicy = (
	password: string,
	known: Omit<KnownWords, 'appName'>
) => Promise<Failure | null>;

/**
 * Creates the check of new passwords of an app: {@link checkPassword}, and where the app wants it, whether a password is known
 * from a breach. Only what the first accepts is looked up.
 *
 * @example
 * ```ts
 * const refuse = createPasswordPolicy(config);
 * const refused = await refuse('password1', { email: 'ann@example.com' }); // PASSWORD_TOO_COMMON
 * ```
 */
export function createPasswordPolicy({
	appName,
	hibp
}: {
	appName: string | undefined;
	hibp: BreachOptions | null;
}): PasswordPolicy {
	const isBreached = hibp && createBreachCheck(hibp);
	return async (password, known) =>
		(await checkPassword(password, { ...known, appName })) ??
		((await isBreached?.(password)) ? failure('PASSWORD_BREACHED') : null);
}

/** As two people would call it the same: the list is in lower case. */
const plain = (text: string) => text.normalize('NFKC').toLowerCase();

/** The longest first: what is left of `ann@example.com` without `example` is no longer in it. */
function wordsOf({ email, name, appName = '' }: KnownWords): string[] {
	const [local = '', domain = ''] = email.split('@');
	const phrases = [email, local, domain, name ?? '', appName].map(plain);
	const words = phrases.flatMap((phrase) => [phrase, ...phrase.split(/[^\p{L}\p{N}]+/u)]);
	const all = [...new Set(words)].filter((word) => [...word].length >= SHORTEST_WORD);
	return all.sort((one, other) => other.length - one.length);
}
