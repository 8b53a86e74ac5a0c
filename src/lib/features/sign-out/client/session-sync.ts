import { loadAfterSignOut } from './load-after-sign-out.js';
import { readSignedOutAt } from './signed-out-at.js';
import { page, type NoticeTexts } from './page.js';
import { channel, tell, type Announcement } from './tabs.js';

/** What `SessionSync` watches over. */
export interface SessionSyncOptions {
	/** The id of the user whom this page shows; `null` for an anonymous visitor. */
	user: () => string | null;
	/** The shortest time between two questions to the server when the person returns to the tab, in seconds. */
	interval: () => number;
	/** The texts of the notice. */
	notice: () => NoticeTexts | undefined;
	/** Told whether anybody is signed in, as the server says. */
	onstatus: (signedIn: boolean) => void;
	/** Whether this page is a file, which says nothing of who is signed in. */
	isFile: boolean;
}

/** The shortest time between two requests to the server, in milliseconds. */
const MIN_MS = 1_000;

/**
 * Updates this page when the user changes: it follows other tabs, asks the server when the person returns to the tab or is
 * redirected, and shows a page from the back-forward cache only after it has asked.
 *
 * @returns `announce`, to be called when the page shows somebody else; `navigated`, when the page has changed; `stop`
 *
 * @example
 * ```ts
 * const sync = startSessionSync({
 * 	user: () => null,
 * 	interval: () => 60,
 * 	notice: () => undefined,
 * 	onstatus: (signedIn) => console.log(signedIn),
 * 	isFile: false
 * });
 * sync.announce();
 * sync.stop();
 * ```
 */
export function startSessionSync({ user, interval, notice, onstatus, isFile }: SessionSyncOptions) {
	const root = document.documentElement;
	const tabs = channel();
	const controller = new AbortController();
	let askedAt = Date.now();
	let busy: Promise<unknown> | undefined;
	let next: Promise<boolean | undefined> | undefined;
	/** Whether somebody is signed in although the page shows nobody: a page that is a file does, and keeps its layout's data. */
	let isStale = false;

	/**
	 * Asks whether the page shows the right user, and has it follow where it does not. One request at a time and at most one a
	 * second; asked for during another, it starts after that one.
	 *
	 * @returns `undefined` when the server could not say
	 */
	const check = (): Promise<boolean | undefined> =>
		(next ??= Promise.resolve(busy).then(() => {
			next = undefined;
			const compared = compare();
			busy = Promise.all([compared, new Promise((done) => setTimeout(done, MIN_MS))]);
			return compared;
		}));

	const reload = () => void loadAfterSignOut().then((after) => after?.reloadData());

	async function compare(): Promise<boolean | undefined> {
		askedAt = Date.now();
		const asked = user();
		const isSame = await (await loadAfterSignOut())?.isStill(asked);
		// Whoever has come meanwhile has announced themselves.
		if (isSame === undefined || asked !== user()) return isSame;
		const isNobody = asked === null;
		onstatus(isSame !== isNobody);
		isStale = isNobody && !isSame;
		if (isStale) reload();
		else if (!isSame)
			void loadAfterSignOut().then((after) =>
				after ? after.leave(location.href, false) : location.reload()
			);
		else if (isNobody) hold(null);
		else page.uncover?.();
		return isSame;
	}

	/** The page has changed to somebody else without a document load, as by a sign-out form of the app's own. */
	function hold(holder: string | null): void {
		// Also before anybody signs out, so that it need not wait, even offline.
		const loading = loadAfterSignOut();
		if (page.holder) void loading.then((after) => after?.follow());
		page.holder = holder;
	}

	async function wake({ persisted }: PageTransitionEvent): Promise<void> {
		if (!persisted) return;
		const isSame = await check();
		// Without an answer the page stays hidden: what the browser makes of a reload shows nothing private.
		if (isSame || user() === null) root.style.visibility = '';
		else if (isSame === undefined) location.reload();
	}

	function sleep({ persisted }: PageTransitionEvent): void {
		// Before the page is frozen: when it wakes up, it is painted before any script runs.
		if (persisted && user() !== null) root.style.visibility = 'hidden';
	}

	function checkIfDue(): void {
		// The clock may have been set back.
		const due = Math.abs(Date.now() - askedAt) >= interval() * 1000;
		if (due && !document.hidden) void check();
	}

	function hear({ data }: MessageEvent<Announcement | null | undefined>): void {
		const who = data?.user;
		// Only a reason to query: the other tab may have been told nothing better than that nobody could say.
		const isValid = who === null || typeof who === 'string';
		if (isValid && (who !== user() || isStale || page.uncover)) void check();
	}

	const { signal } = controller;
	addEventListener('pageshow', wake, { signal });
	addEventListener('pagehide', sleep, { signal });
	addEventListener('visibilitychange', checkIfDue, { signal });
	addEventListener('input', ({ target }) => page.typed.add(target!), { signal });
	addEventListener('popstate', (event) => page.traverse?.(event), { signal });
	tabs?.addEventListener('message', hear, { signal });

	Object.assign(page, { user, notice });
	// Somebody has signed out in this tab before.
	if (readSignedOutAt()) void loadAfterSignOut().then((after) => after?.watchHistory());
	if (isFile) void check();

	return {
		announce() {
			const shown = user();
			onstatus(shown !== null);
			tell(shown);
			if (shown === page.holder) return;
			// A prerendered page shows no user, even if one is signed in.
			if (shown === null) void check();
			else hold(shown);
		},
		/** A guard sends away by a redirect. Where that met somebody, the layout may still show them: it was not loaded anew. */
		navigated(redirected: boolean) {
			if (redirected && user() !== null) void check();
			else if (isStale && user() === null) reload();
			else checkIfDue();
		},
		stop: () => controller.abort()
	};
}
