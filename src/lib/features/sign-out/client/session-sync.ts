import { loadAfterSignOut } from './load-after-sign-out.js';
import { isDue, page, shown } from './page.js';
import { listenToTabs, tell } from './tabs.js';

/*
 * What `SessionSync` has to do at once. All that follows from it is in `check-user.ts`, which is loaded where a user is shown,
 * before anybody signs out, so that nothing has to wait for it then, even offline; elsewhere when it is needed.
 */

type AfterSignOut = NonNullable<Awaited<ReturnType<typeof loadAfterSignOut>>>;

/**
 * Calls what is loaded when it is needed.
 *
 * @returns whether it could be loaded
 *
 * @example
 * ```ts
 * await later('recheck', null);
 * ```
 */
export async function later<
	Name extends 'change' | 'arrive' | 'check' | 'recheck' | 'showSignIn' | 'reveal' | 'resumeHistory'
>(name: Name, ...values: Parameters<AfterSignOut[Name]>): Promise<boolean> {
	const code = await loadAfterSignOut();
	(code?.[name] as ((...all: unknown[]) => void) | undefined)?.(...values);
	return !!code;
}

/**
 * To be called when the page shows somebody else.
 *
 * @example
 * ```ts
 * $effect(userChanged);
 * ```
 */
export function userChanged(): void {
	const user = shown();
	page.onstatus?.(user !== null);
	tell(user);
	if (user !== page.holder) void later('change');
	// They may be gone before it is loaded, which has to find that their data was here.
	page.holder ??= user;
}

/**
 * To be called when the page has changed.
 *
 * @param goal where the navigation began to go
 * @param url where it ended
 *
 * @example
 * ```ts
 * afterNavigate(({ to }) => navigated(goal, to?.url));
 * ```
 */
export function navigated(goal: URL | undefined, url: URL | undefined): void {
	if (shown() !== null || page.isStale) void later('arrive', goal, url);
	else checkIfDue();
}

/**
 * Asks the server who is signed in, once in an interval.
 *
 * @example
 * ```ts
 * addEventListener('visibilitychange', checkIfDue);
 * ```
 */
export function checkIfDue(): void {
	if (isDue()) void later('check');
}

/**
 * Follows what other tabs show.
 *
 * @returns what ends that
 *
 * @example
 * ```ts
 * $effect(followTabs);
 * ```
 */
export const followTabs = (): (() => void) =>
	listenToTabs(async ({ data }) => {
		const user = data?.user;
		const mayDiffer = user !== shown() || page.isStale || page.cover;
		// Gone with an older deployment: a page that shows somebody asks by being loaded anew.
		if (mayDiffer && !(await later('recheck', user)) && shown() !== null) location.reload();
	});

/**
 * Hides a page that goes into the back-forward cache. When it wakes up, it is painted before any script runs.
 *
 * @example
 * ```ts
 * addEventListener('pagehide', hidePage);
 * ```
 */
export function hidePage({ persisted }: PageTransitionEvent): void {
	if (persisted && shown() !== null) document.documentElement.style.visibility = 'hidden';
}

/**
 * Shows a page out of the back-forward cache once the server has said that it shows the right user.
 *
 * @example
 * ```ts
 * addEventListener('pageshow', showPage);
 * ```
 */
export async function showPage({ persisted }: PageTransitionEvent): Promise<void> {
	const isLeft = persisted && !(await later('reveal'));
	if (isLeft && document.documentElement.style.visibility) location.reload();
}
