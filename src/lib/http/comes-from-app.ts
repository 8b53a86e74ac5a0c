import type { RequestEvent } from '@sveltejs/kit';
import { DEV } from 'esm-env';
import { report } from '../report.js';
import { appOrigin, isSameOrigin, type RequestOrigin } from './request-origin.js';

/**
 * Whether a request comes from a page of this app, by its own headers. In development the log says what differs.
 *
 * @param trusted other origins from which the app accepts requests. Default: none
 *
 * @example
 * ```ts
 * if (!comesFromApp(event)) return failure('CROSS_SITE_REQUEST');
 * ```
 */
export function comesFromApp(
	{ request, url }: Pick<RequestEvent, 'request' | 'url'>,
	trusted: readonly string[] = []
): boolean {
	const from = {
		origin: request.headers.get('origin'),
		secFetchSite: request.headers.get('sec-fetch-site')
	};
	const origin = appOrigin(url);
	if (isSameOrigin(from, origin, trusted)) return true;
	if (DEV) report(whatDiffers(from, origin));
	return false;
}

/**
 * What to tell a developer about a request that was refused.
 *
 * @example
 * ```ts
 * whatDiffers({ origin: 'https://a.ngrok.app', secFetchSite: null }, 'http://a.ngrok.app');
 * ```
 */
function whatDiffers({ origin, secFetchSite }: RequestOrigin, own: string): string {
	return (
		`A request was refused: the app is at ${own}, and it came from \`Origin: ${origin ?? '(none)'}\` with ` +
		`\`Sec-Fetch-Site: ${secFetchSite ?? '(none)'}\`. A browser sends \`Sec-Fetch-Site: same-origin\` with a form of the ` +
		'app itself, to https and localhost. Open the app at such an address, or see CROSS_SITE_REQUEST in the documentation.'
	);
}
