import type { Page } from '@playwright/test';
import { mounted, settled, type App } from '../app.js';
import type { SuiteContext } from './suite-context.js';
import { stillOpens } from './copied-cookie.js';

/** What the person's own browser shows. */
export function browser({ rule, options }: SuiteContext): void {
	const { privatePath, signOutPath = '/signout', sessionSync = true } = options;

	rule('SO8: the Back button shows nothing private after sign-out', async ({ page, app }) => {
		await app.enter(page);
		await page.goto(signOutPath);
		await app.visit(page);
		await app.leave(page);

		for (const step of ['goBack', 'goBack', 'goBack', 'goForward'] as const) {
			await page[step]();
			await settled(page);
			await app.showsNothingPrivate(
				page,
				`The ${step === 'goForward' ? 'Forward' : 'Back'} button still shows what is private, out of a cache. Let ` +
					"nothing replace guardian's `cache-control: private, no-store` (a hook, `setHeaders`, a proxy, a service " +
					'worker), and put <SessionSync user={data.user} /> into the root layout.'
			);
		}
	});

	/** Signs in, with the private page in this tab and in another. Skips where no tab can follow the other. */
	async function secondTab(
		page: Page,
		app: App,
		javaScriptEnabled: boolean | undefined
	): Promise<Page> {
		rule.skip(!sessionSync, '`sessionSync` is false.');
		rule.skip(javaScriptEnabled === false, 'Without JavaScript no tab can hear of it.');
		await app.enter(page);
		const other = await page.context().newPage();
		await app.visit(other);
		await Promise.all([mounted(page), mounted(other)]);
		return other;
	}

	rule('another tab follows a sign-out', async ({ page, app, javaScriptEnabled }) => {
		const other = await secondTab(page, app, javaScriptEnabled);
		await app.leave(other);
		await app.showsNothingPrivate(
			page,
			'Another tab still shows what is private after sign-out. Put <SessionSync user={data.user} /> into the root ' +
				'layout, with the `user` that its `load` takes from `locals`; without it, pass `sessionSync: false`.'
		);
	});

	rule(
		'FR1: a tab that asks before it is left shows nothing private after a sign-out in another',
		async ({ page, app, javaScriptEnabled }) => {
			const other = await secondTab(page, app, javaScriptEnabled);
			// As where a form has unsaved changes. A browser heeds it once the person has done something.
			await page.evaluate(() => {
				addEventListener('beforeunload', (event) => event.preventDefault());
			});
			await page.mouse.click(1, 1);
			page.on('dialog', (dialog) => void dialog.dismiss());

			await app.leave(other);
			await app.showsNothingPrivate(
				page,
				'A guard against unsaved changes keeps a page with what is private on the screen after sign-out. Put ' +
					'<SessionSync user={data.user} /> into the root layout: it covers such a page.'
			);
		}
	);

	rule('SO6: without JavaScript the form signs out', async ({ app }) => {
		const page = await app.elsewhere({ javaScriptEnabled: false });
		await app.enter(page);
		const cookies = await page.context().cookies();
		const needsScript =
			`Without JavaScript the sign-out signs nobody out: ${privatePath} is still open. Use <SignOutButton />, or a ` +
			'<form method="POST" action="?/signout">; a click handler alone does nothing before the scripts are there.';
		await app.leave(page, needsScript);

		await app.visit(page);
		await app.showsNothingPrivate(page, needsScript);
		const thief = await app.elsewhere({ cookies, javaScriptEnabled: false });
		await app.visit(thief);
		await app.showsNothingPrivate(thief, stillOpens(privatePath));
	});

	rule('SO4: opening the sign-out page signs nobody out', async ({ page, app }) => {
		await app.enter(page);
		for (const path of [signOutPath, withAction(privatePath)]) {
			await page.goto(path);
			await app.visit(page);
			await app.showsPrivate(
				page,
				`Opening ${path} signed the person out. A preview, a prefetch or an image on another site can do that: ` +
					'sign out in form actions only, and let the page show <SignOutButton />.'
			);
		}
	});
}

/** Where the sign-out form of a page posts to. */
export function withAction(path: string): string {
	const [before = ''] = path.split('#');
	return before.includes('?') ? before.replace('?', '?/signout&') : `${before}?/signout`;
}
