import { invalidateAll } from '$app/navigation';
import { hasApp } from './has-app.js';
import { loadAnew, watchHistory } from './history.js';
import { isTranslated } from './is-translated.js';
import { dropStored, writeSignedOutAt } from './kit-stores.js';
import { navigationEnd, navigationGoal } from './navigation-end.js';
import { cover } from './notice.js';
import { page, shown } from './page.js';
import { dropNoStore } from './response-caches.js';
import { readSignedOutAt } from './signed-out-at.js';
import { runCallbacks } from './sign-out-cleanup.js';
import { sleep } from './sleep.js';
import { keepsText, muteDialogs, silenceGuards, typedTexts } from './unsaved.js';

/** How long a page of somebody who has signed out may still be seen, in milliseconds. */
const VISIBLE_MS = 500;

/** How long the callbacks of an app may take, in milliseconds. */
const CALLBACKS_MS = 5_000;

/** How long the callbacks and new data may take where the page stays, in milliseconds. */
const REFRESH_MS = 800;

/** When SvelteKit stores what it keeps of a page. */
const HIDING = ['pagehide', 'visibilitychange'];

/**
 * Leaves the page of a person who has signed out, by loading a document: nothing in memory survives that, and no guard can
 * cancel it. Where text would be lost, the page is covered and the person decides.
 *
 * @param url where to go
 * @param asked whether the person signed out in this tab. If not, also text counts that no guard asks about
 * @param person the id of the user whose page it is
 * @param signedOutAt when somebody last signed out in this tab before, as `readSignedOutAt()` returned it
 *
 * @example
 * ```ts
 * await leave(location.href, false);
 * ```
 */
export async function leave(
	url: string,
	asked: boolean,
	person = page.holder,
	signedOutAt = readSignedOutAt()
): Promise<void> {
	// To be told twice must not lead elsewhere.
	if (page.isLeaving || !hasApp()) return;
	page.isLeaving = true;
	const forgotten = forget();
	const texts = typedTexts();
	const go = () => load(url);
	const coverPage = (isUnsaved: boolean) => {
		const uncover = cover(page.notice?.(), { texts: isUnsaved ? texts : [], isUnsaved, go });
		const lift = () => {
			uncover();
			restore(signedOutAt);
			page.isLeaving = false;
			page.cover = undefined;
		};
		page.cover = { person, lift };
	};
	if (keepsText(texts, asked)) return coverPage(true);
	// A new document takes as long as the server does.
	setTimeout(coverPage, VISIBLE_MS, false);
	await Promise.race([forgotten, sleep(CALLBACKS_MS)]);
	go();
}

/**
 * Stays on the page, as `redirect: false` asks for, with new data. Where the page does not follow, because a guard cancels
 * the redirect, because it throws without a user, because a translator has changed it, or because its data does not come, it
 * is loaded anew.
 *
 * @returns whether the page has stayed
 *
 * @example
 * ```ts
 * const stayed = await stay();
 * ```
 */
export async function stay(): Promise<boolean> {
	if (page.isLeaving) return false;
	// Until it is known whether the page follows, nothing else has it left.
	page.isLeaving = true;
	const { holder: person } = page;
	const signedOutAt = readSignedOutAt();
	const forgotten = forget();
	page.holder = null;
	const unmute = muteDialogs();
	const isCurrent = await Promise.race([
		forgotten.then(navigationEnd).then(refresh),
		sleep(REFRESH_MS)
	]);
	unmute();
	const stays = Boolean(isCurrent) && !page.user?.() && !isTranslated();
	const { href } = (!stays && (await navigationGoal())) || location;
	page.isLeaving = false;
	if (!stays) await leave(href, true, person, signedOutAt);
	return stays;
}

/**
 * Does what is left to do where the page shows nobody any more, as after a sign-out form of the app's own.
 *
 * @example
 * ```ts
 * await follow();
 * ```
 */
export const follow = (): Promise<void> => (isTranslated() ? leave(location.href, true) : forget());

/** Whether new data has come and nothing has failed with it. */
async function refresh(): Promise<boolean> {
	let isBroken = false;
	const broken = () => void (isBroken = true);
	addEventListener('error', broken);
	addEventListener('unhandledrejection', broken);
	// Not `refreshAll()`, which keeps `page.state`. Svelte renders in a microtask, and what a component throws there is reported a task later.
	await invalidateAll().then(() => sleep(0), broken);
	removeEventListener('error', broken);
	removeEventListener('unhandledrejection', broken);
	return !isBroken;
}

/**
 * Removes what this tab keeps of the person who was signed in.
 *
 * @example
 * ```ts
 * await forget();
 * ```
 */
export async function forget(): Promise<void> {
	writeSignedOutAt();
	watchHistory();
	dropStored();
	// SvelteKit holds snapshots in memory as well, and stores them again whenever the page is left or hidden.
	for (const type of HIDING) addEventListener(type, dropStored);
	await Promise.all([runCallbacks(), dropNoStore()]);
}

/** The same person has signed in again: what this tab keeps from now on, and its history, are theirs. */
function restore(signedOutAt: string | null | undefined): void {
	page.holder = shown();
	writeSignedOutAt(signedOutAt);
	// What SvelteKit holds in memory may be of somebody who has signed out before.
	if (!signedOutAt) for (const type of HIDING) removeEventListener(type, dropStored);
	// Out of the back-forward cache it came hidden.
	document.documentElement.style.visibility = '';
}

/** Loads a document. To go to a fragment of this page would load nothing. */
function load(url: string): void {
	const { href, origin, pathname, search } = new URL(url, location.href);
	silenceGuards();
	page.cover = undefined;
	// Out of the back-forward cache it is a page of somebody who has signed out.
	addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
	const isHere =
		origin + pathname + search === location.origin + location.pathname + location.search;
	if (isHere) loadAnew();
	else location.assign(href);
}
