import { invalidateAll } from '$app/navigation';
import { resolve } from '$app/paths';
import { channel, forget, type Announcement } from './sign-out-cleanup.js';

/** What `SessionSync` watches over. */
export interface SessionSyncOptions {
	/** The id of the user whom this page shows; `null` for an anonymous visitor. */
	user: () => string | null;
	/** The shortest time between two questions to the server when the person returns to the tab, in seconds. */
	interval: () => number;
}

/**
 * Updates this page when the user changes: it follows other tabs, asks the server when the person returns to the tab or is
 * redirected, and shows a page from the back-forward cache only after it has asked.
 *
 * @returns `announce`, to be called when the page shows somebody else; `navigated`, when the page has changed; `stop`
 *
 * @example
 * ```ts
 * const sync = startSessionSync({ user: () => null, interval: () => 60 });
 * sync.announce();
 * sync.stop();
 * ```
 */
export function startSessionSync({ user, interval }: SessionSyncOptions) {
	const root = document.documentElement;
	const tabs = channel();
	const controller = new AbortController();
	let checkedAt = Date.now();
	/** Removes what this page stored for its user. It runs once; later calls wait for the same promise. */
	let cleanup: Promise<void> | undefined;

	async function follow(now: string | null): Promise<void> {
		if (now === user()) return;
		if (user() !== null) await (cleanup ??= forget());
		await invalidateAll();
	}

	/** `false` when the server could not say. */
	async function check(): Promise<boolean> {
		checkedAt = Date.now();
		const now = await fetchCurrentUser();
		if (now !== undefined) await follow(now);
		return now !== undefined;
	}

	async function wake({ persisted }: PageTransitionEvent): Promise<void> {
		if (!persisted) return;
		const checked = await check();
		// Without an answer the page stays hidden: what the browser makes of a reload shows nothing private.
		if (checked || user() === null) root.style.visibility = '';
		else location.reload();
	}

	function sleep({ persisted }: PageTransitionEvent): void {
		// Before the page is frozen: when it wakes up, it is painted before any script runs.
		if (persisted && user() !== null) root.style.visibility = 'hidden';
	}

	function checkIfDue(): void {
		const due = Date.now() - checkedAt >= interval() * 1000;
		if (document.visibilityState === 'visible' && due) void check();
	}

	/** A guard redirects. The layout is not reloaded then, so it may still show the previous user. */
	function navigated(redirected: boolean): void {
		if (redirected && user() !== null) void check();
		else checkIfDue();
	}

	const { signal } = controller;
	addEventListener('pageshow', wake, { signal });
	addEventListener('pagehide', sleep, { signal });
	addEventListener('visibilitychange', checkIfDue, { signal });
	tabs.addEventListener(
		'message',
		// The message only triggers a check with the server: the other tab may show `null` because the database did not
		// answer.
		({ data }: MessageEvent<Announcement>) => void (data.user !== user() && check()),
		{ signal }
	);

	return {
		announce() {
			cleanup = undefined;
			tabs.postMessage({ user: user() } satisfies Announcement);
		},
		navigated,
		stop: () => controller.abort()
	};
}

/**
 * Asks the server who is signed in, at an address that is no page: a service worker or a file may answer for a page.
 *
 * @returns the id; `null` for nobody; `undefined` when there is no usable answer
 */
async function fetchCurrentUser(): Promise<string | null | undefined> {
	try {
		const response = await fetch(resolve('/_guardian/sign-out/session' as '/'), {
			headers: { accept: 'application/json' },
			cache: 'no-store'
		});
		return response.ok ? (await response.json()).user : undefined;
	} catch {
		return undefined;
	}
}
