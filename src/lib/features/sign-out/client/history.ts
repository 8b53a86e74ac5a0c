import { localPath } from '../../../ui/local-path.js';
import { hasPageState, isEarlier } from './kit-stores.js';
import { page } from './page.js';

let isWatching = false;

/**
 * Loads each entry of the history from before the sign-out as a document, without what SvelteKit kept for it, in memory or in
 * `history.state`.
 *
 * @example
 * ```ts
 * watchHistory();
 * ```
 */
export function watchHistory(): void {
	if (isWatching) return;
	isWatching = true;
	const traverse = (event: PopStateEvent) => {
		if (!isEarlier(event.state)) return;
		event.stopImmediatePropagation();
		loadAnew();
	};
	// `SessionSync` listens already, before SvelteKit does.
	if (page.user) page.traverse = traverse;
	else addEventListener('popstate', traverse, { capture: true });
}

/**
 * To be called on a page that has just been loaded, where somebody has signed out in this tab before. SvelteKit 3 restores
 * the `page.state` of its entry with it.
 *
 * @example
 * ```ts
 * resumeHistory();
 * ```
 */
export function resumeHistory(): void {
	if (isWatching) return;
	watchHistory();
	if (isEarlier(history.state) && hasPageState(history.state)) {
		document.documentElement.style.visibility = 'hidden';
		loadAnew();
	}
}

/**
 * Loads this page in place of its entry in the history. With no state of its own the entry is numbered like a new one.
 * Chromium keeps the state where the address stays the same. To reload could post a form again.
 *
 * @example
 * ```ts
 * loadAnew();
 * ```
 */
export function loadAnew(): void {
	history.replaceState(null, '');
	location.replace(localPath(location) + location.search);
}
