import { resolve } from '$app/paths';

/** How long an answer may take, in milliseconds. */
const TIMEOUT_MS = 20_000;

/**
 * Asks the server whether it still knows this browser as this user, at an address that is no page: a service worker or a
 * file may answer for a page. A POST, for service workers store what answers a GET.
 *
 * @returns `undefined` when there is no usable answer
 *
 * @example
 * ```ts
 * if ((await isStill(user.id)) === false) location.reload();
 * ```
 */
export async function isStill(user: string | null): Promise<boolean | undefined> {
	try {
		const response = await fetch(resolve('/_guardian/sign-out/session' as '/'), {
			method: 'POST',
			headers: user === null ? {} : { 'x-guardian-user': encodeURIComponent(user) },
			signal: AbortSignal.timeout(TIMEOUT_MS)
		});
		return response.ok ? (await response.json()).same : undefined;
	} catch {
		return undefined;
	}
}
