import { z } from 'zod';

/** Blanks, control characters and what turns the order of a text around. */
const UNSEEN = /[\s\p{Cc}\p{Cs}\p{Bidi_Control}]/u;

/** A path of the app. A name in another script is written as browsers write it: a `Location` header is ASCII. */
export const path = z
	.string('write a path such as "/signin".')
	.refine(
		(value) => /^\/(?![/\\])/.test(value) && !UNSEEN.test(value),
		'write a path of your app such as "/signin", without origin and base path.'
	)
	.transform((value) => value.replace(/\P{ASCII}+/gu, (text) => encodeURIComponent(text)));

/** The path of a page that the kit adds a query to. */
export const page = path.refine(
	(value) => !/[?#]/.test(value),
	'write only the path: svelte-guardian adds a query of its own.'
);

/** A browser compares those of an app in a web view, such as `capacitor://localhost`, as text: a `URL` says `null` for them. */
function isOrigin(value: string): boolean {
	if (!URL.canParse(value)) return false;
	const { origin, protocol, host } = new URL(value);
	return origin === value || (origin === 'null' && host !== '' && `${protocol}//${host}` === value);
}

/** An origin beside the app's own. */
export const origin = z
	.string('write an origin such as "https://www.example.com".')
	.refine((value) => !value.includes('*'), {
		error: 'write an origin such as "https://www.example.com", each in full: "*" is not supported.',
		abort: true
	})
	.refine(
		isOrigin,
		'write an origin such as "https://www.example.com": scheme, host and port, without a path.'
	);

const DOMAIN_MISTAKE =
	'write a domain such as "example.com", without scheme and port, or leave it out.';

/** RFC 1123: names of letters, digits and hyphens. An IP address or a single name but `localhost` has no subdomains. */
const DOMAIN =
	/^(localhost|\.?([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z]([a-z\d-]{0,61}[a-z\d])?)$/i;

/** The domain of a cookie. */
export const domain = z.string().max(254, DOMAIN_MISTAKE).regex(DOMAIN, DOMAIN_MISTAKE);

/** A number of seconds. */
export const seconds = z
	.number('write a number of seconds.')
	.positive('write a number of seconds above 0.');
