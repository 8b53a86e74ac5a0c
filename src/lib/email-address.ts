/** Invisible characters that come along when an address is copied: of no width, marks of direction, the soft hyphen. */
const INVISIBLE = /^[\p{Cf}\s]+|[\p{Cf}\s]+$/gu;

/**
 * What may stand in the local part beside the dots between: RFC 5321's `atext`, and with it letters, digits and marks of any
 * script (RFC 6531). A name in quotation marks is left out, as in every form on the web.
 */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]$/u;

/** What may stand in a domain as a person types it. What IDNA refuses beyond that has no name in the DNS. */
const DOMAIN = /^[\p{L}\p{M}\p{N}-]$/u;

/** The domain as the DNS has it, its last label of letters (or of Punycode). */
const IN_DNS = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]*[a-z0-9])$/;

const LIKE = 'Enter an email address like name@example.com';

/**
 * An address as it is compared and stored: NFKC, lower case, nothing invisible around it, and the domain in Punycode, as
 * mail needs it. What is no address comes back nearly as it was, for {@link whyNoEmail} to say what is wrong.
 *
 * @param text at most some thousand characters: normalizing more could block the process
 *
 * @example
 * ```ts
 * normalizedEmail(' Ann@BÜCHER.example\u200b'); // 'ann@xn--bcher-kva.example'
 * ```
 */
export function normalizedEmail(text: string): string {
	// A letter in lower case may be composed otherwise than it was: without the second time, twice is not the same as once.
	const email = text.normalize('NFKC').replace(INVISIBLE, '').toLowerCase().normalize('NFKC');
	const at = email.lastIndexOf('@');
	const domain = email.slice(at + 1).replace(/\u3002/g, '.');
	// Plain letters are as the DNS has them. `URL` would read digits as an IPv4 address, and a slash as the end of the host.
	// eslint-disable-next-line no-control-regex -- ASCII as a whole
	if (at < 0 || /^[\x00-\x7f]*$/.test(domain)) return email;
	if (![...domain].every((character) => character === '.' || DOMAIN.test(character))) return email;
	const url = `http://${domain}`;
	return URL.canParse(url) ? `${email.slice(0, at)}@${new URL(url).hostname}` : email;
}

/**
 * What is wrong with an address, in a sentence for the person who typed it; `null` for one that mail can be sent to. A
 * character that cannot be there is named, an invisible one by its number.
 *
 * @param email as {@link normalizedEmail} gives it
 *
 * @example
 * ```ts
 * whyNoEmail('ann@example.com'); // null
 * whyNoEmail('ann@exa\u200bmple.com'); // '… without the invisible character U+200B after “ann@exa”.'
 * ```
 */
export function whyNoEmail(email: string): string | null {
	const at = email.lastIndexOf('@');
	let before = '';
	for (const character of email) {
		const allowed = before.length > at ? DOMAIN : LOCAL;
		if (character !== '.' && before.length !== at && !allowed.test(character))
			return `${LIKE}, without ${named(character)} after “${before}”.`.replace(' after “”', '');
		before += character;
	}
	const local = email.slice(0, Math.max(at, 0));
	const isWhole = at > 0 && !`.${local}.`.includes('..') && IN_DNS.test(email.slice(at + 1));
	return isWhole ? null : `${LIKE}.`;
}

/** A character in a message: itself where it can be seen. */
function named(character: string): string {
	if (character === ' ') return 'the space';
	if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(character)) return `the character “${character}”`;
	const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
	return `the invisible character U+${code}`;
}
