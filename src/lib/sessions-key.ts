/**
 * What a `load` that lists sessions depends on. When the button or the browser's `signOut()` ends other sessions, the page
 * stays, and only what depends on this is loaded again. In code for the browser write the text itself: `'guardian:sessions'`.
 *
 * @example
 * ```ts
 * import { SESSIONS_KEY } from 'svelte-guardian';
 * import type { ServerLoadEvent } from '@sveltejs/kit';
 * import { auth } from '../lib/server/auth.js';
 *
 * export async function load(event: ServerLoadEvent) {
 * 	event.depends(SESSIONS_KEY);
 * 	return { sessions: await auth.sessions.list(auth.requireUser(event)) };
 * }
 * ```
 */
export const SESSIONS_KEY = 'guardian:sessions';
