import { mounted, settled, STILL_SHOWS } from '../app.js';
import type { SuiteContext } from './suite-context.js';
import { stillOpens } from './copied-cookie.js';

/** How long an app may wait for a database that is silent, before it answers. */
const MAX_WAIT_MS = { timeout: 30_000 };

/** A sign-out that the database could not confirm is not called done, and is done later. */
export function databaseDown({ rule, options }: SuiteContext): void {
	const { database, privatePath } = options;
	const notice =
		options.pendingNotice ?? ((page) => page.getByRole('alert').filter({ hasText: /\S/ }).first());

	rule(
		'RF1: with the database down, a sign-out says so and is finished later',
		async ({ page, app }) => {
			if (!database) {
				return rule.skip(
					true,
					'Give `database` the two functions that stop and start the database.'
				);
			}
			// The app waits for its database before it gives up, in each of these requests.
			rule.slow();
			await app.enter(page);
			await mounted(page);
			const cookies = await page.context().cookies();
			await database.stop();
			try {
				// Not to `signedOutUrl`: what could not be done leads elsewhere.
				await app.press(page);
				await app.showsNothingPrivate(page, STILL_SHOWS, MAX_WAIT_MS);
				await rule
					.expect(
						notice(page),
						'The database was down, and nothing told the person that the session could not be ended yet. Show the ' +
							'`error` of what signOut() answers with `ok: false`; the page at `pages.signOut` shows `auth.signOutError(event)`.'
					)
					.toBeVisible();
			} finally {
				await database.start();
			}

			await page.goto(privatePath);
			await settled(page);
			await app.showsNothingPrivate(
				page,
				`${privatePath} is open again in a browser that had signed out while the database was down.`
			);
			const thief = await app.elsewhere({ cookies });
			await app.visit(thief);
			await app.showsNothingPrivate(
				thief,
				`The sign-out was not finished once the database was back. ${stillOpens(privatePath)} Let guardian's \`handle\` ` +
					'see every request, and set and keep its cookies: it finishes what is pending.'
			);
		}
	);
}
