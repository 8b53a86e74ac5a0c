import { isStill } from './is-still.js';
import { follow, leave } from './leave.js';
import { isDue, page, shown, type Cover } from './page.js';
import { reloadData } from './reload-data.js';
import { sleep } from './sleep.js';
import { typedTexts } from './unsaved.js';

/** The shortest time between two requests to the server, in milliseconds. */
const MIN_MS = 1_000;

let busy: Promise<unknown> | undefined;
let next: Promise<boolean | undefined> | undefined;

/**
 * Asks whether the page shows the right user, and has it follow where it does not. One request at a time and at most one a
 * second; asked for during another, it starts after that one.
 *
 * @returns `undefined` when the server could not say
 *
 * @example
 * ```ts
 * await check();
 * ```
 */
export const check = (): Promise<boolean | undefined> =>
	(next ??= Promise.resolve(busy).then(() => {
		next = undefined;
		const compared = compare();
		busy = Promise.all([compared, sleep(MIN_MS)]);
		return compared;
	}));

async function compare(): Promise<boolean | undefined> {
	page.askedAt = Date.now();
	if (page.cover) return compareCovered(page.cover);
	const asked = shown();
	const isSame = await isStill(asked);
	// Whoever has come meanwhile has announced themselves.
	if (isSame === undefined || asked !== shown()) return isSame;
	const isNobody = asked === null;
	page.onstatus?.(isSame !== isNobody);
	page.isStale = isNobody && !isSame;
	if (page.isStale) {
		// Superforms would fill its forms anew. Where there is text in them, the data comes with the next page.
		if (typedTexts().length === 0) void reloadData();
	} else if (!isSame) void leave(location.href, false);
	else if (isNobody) hold(null);
	return isSame;
}

/** A covered page comes back for its own person. Its data may have become nobody's meanwhile, or of somebody else. */
async function compareCovered(cover: Cover): Promise<boolean | undefined> {
	const isSame = cover.person !== null && (await isStill(cover.person));
	if (isSame && shown() !== cover.person) await reloadData();
	if (isSame && shown() === cover.person && cover === page.cover) {
		page.onstatus?.(true);
		cover.lift();
	}
	return isSame;
}

/** The page has changed to somebody else without a document load, as by a sign-out form of the app's own. */
function hold(holder: string | null): void {
	if (page.holder) void follow();
	page.holder = holder;
}

/**
 * To be called when the page shows somebody else.
 *
 * @example
 * ```ts
 * change();
 * ```
 */
export function change(): void {
	const user = shown();
	// A prerendered page shows no user, even if one is signed in.
	if (user === null) void check();
	else if (user !== page.holder) hold(user);
}

/**
 * To be called when the page has changed while it shows a user, or is stale. A guard redirects, so the
 * navigation ends elsewhere than it began to go. The layout was not loaded anew meanwhile, and may still show a user who is gone.
 *
 * @param goal where the navigation began to go
 * @param url where it ended
 *
 * @example
 * ```ts
 * arrive(new URL('https://app.example/account'), new URL('https://app.example/signin'));
 * ```
 */
export function arrive(goal: URL | undefined, url: URL | undefined): void {
	if (shown() === null) void reloadData();
	else if (isDue() || (goal && withoutSlash(goal) !== withoutSlash(url))) void check();
}

/** SvelteKit adds or takes away a slash at the end, which is no redirect of anybody's. */
const withoutSlash = (url: URL | undefined) => url && url.pathname.replace(/\/$/, '') + url.search;

/**
 * Shows a page that has come out of the back-forward cache hidden, once the server has said that it shows the right user.
 *
 * @example
 * ```ts
 * await reveal();
 * ```
 */
export async function reveal(): Promise<void> {
	const isSame = await check();
	// Without an answer the page stays hidden: what the browser makes of a reload shows nothing private.
	if (isSame || shown() === null) document.documentElement.style.visibility = '';
	else if (isSame === undefined) location.reload();
}

/**
 * To be called when another tab says whom it shows. The server is asked all the same: that tab may not know either.
 *
 * @example
 * ```ts
 * recheck(null);
 * ```
 */
export function recheck(user: unknown): void {
	if (user === null || typeof user === 'string') void check();
}
