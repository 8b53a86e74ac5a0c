import { z } from 'zod';
import { seconds } from './option-values.js';

const HIBP = 'write true, false, or options such as { timeout: 2 }.';
const HIBP_URL =
	'write the address of the ranges, such as "https://api.pwnedpasswords.com/range/".';
const hasCredentials = (url: string) => {
	const { username, password } = URL.canParse(url) ? new URL(url) : { username: '', password: '' };
	return username !== '' || password !== '';
};

const hibp = z
	.union(
		[
			z.boolean(),
			z.strictObject({
				url: z
					.url({ protocol: /^https?$/, error: HIBP_URL })
					.regex(/^[^?#]{1,500}$/, HIBP_URL)
					// `fetch()` refuses these, with the whole address in its error.
					.refine((url) => !hasCredentials(url), HIBP_URL)
					.transform((url) => (url.endsWith('/') ? url : `${url}/`))
					.optional(),
				timeout: seconds.max(10, 'write at most 10 seconds.').optional()
			})
		],
		HIBP
	)
	.default(false)
	.transform((value) => {
		if (value === false) return null;
		const { url = 'https://api.pwnedpasswords.com/range/', timeout = 1 } =
			value === true ? {} : value;
		return { url, timeout };
	});

/** The option `passwords`. */
export const passwords = z.strictObject({ hibp }).prefault({});
