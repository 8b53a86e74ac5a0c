import { domainToUnicode } from 'node:url';

/**
 * An address as a person reads it: its domain in Unicode, where the stored one is in Punycode.
 *
 * @example
 * ```ts
 * shownEmail('ann@xn--bcher-kva.example'); // 'ann@bücher.example'
 * ```
 */
export function shownEmail(email: string): string {
	const at = email.lastIndexOf('@');
	// A domain that is invalid comes back empty.
	const domain = at < 0 ? '' : domainToUnicode(email.slice(at + 1));
	return domain ? email.slice(0, at + 1) + domain : email;
}
