import { DEV } from 'esm-env';
import { isLocalHost } from '../../http/local-host.js';

/**
 * Creates what warns once, with the first link, that the links in mails of a built app lead to the machine of whoever reads them.
 *
 * @param origin the option `origin`
 * @param isDevelopment default: what the build and `NODE_ENV` say
 *
 * @example
 * ```ts
 * const warn = createOriginWarning('http://localhost:5173');
 * warn();
 * ```
 */
export function createOriginWarning(origin: string, isDevelopment: boolean = DEV): () => void {
	let isTold = isDevelopment || !isLocalHost(new URL(origin).hostname);
	return () => {
		if (isTold) return;
		isTold = true;
		console.warn(
			`[svelte-guardian] email(): links in mails lead to ${origin}, which no reader of a mail can open. Set the option origin to that of your app, such as by ORIGIN.`
		);
	};
}
