import type { APIResponse, Page } from '@playwright/test';
import type { SuiteContext } from './suite-context.js';

/** Whoever copied the cookie before a sign-out must not get in with it afterwards. */
export function copiedCookie({
	rule,
	options: { privatePath, privateAction }
}: SuiteContext): void {
	rule('SO1: a copied cookie opens no page after sign-out', async ({ page, app }) => {
		await app.enter(page);
		const cookies = await page.context().cookies();
		await app.leave(page);

		const thief = await app.elsewhere({ cookies });
		await app.visit(thief);
		await app.showsNothingPrivate(thief, stillOpens(privatePath));
	});

	rule('SO1: a copied cookie gets no page data after sign-out', async ({ page, app }) => {
		const path = dataPath(privatePath);
		const ask = ({ request }: Page) => request.get(path, { maxRedirects: 0 });
		await refusedAfterSignOut({ page, app }, `the data request ${path}`, ask);
	});

	rule(
		'SO1: a copied cookie runs no form action after sign-out',
		async ({ page, app, baseURL }) => {
			if (!privateAction) {
				return rule.skip(true, 'Give `privateAction` a form action for members only.');
			}
			const { path, form = {} } = privateAction;
			const headers = {
				accept: 'application/json',
				'x-sveltekit-action': 'true',
				...(baseURL && { origin: new URL(baseURL).origin })
			};
			const ask = ({ request }: Page) => request.post(path, { headers, form, maxRedirects: 0 });
			await refusedAfterSignOut({ page, app }, `the form action ${path}`, ask);
		}
	);

	type Here = Pick<Parameters<Parameters<typeof rule>[2]>[0], 'page' | 'app'>;

	/** What a copied cookie is told must be what nobody is told. */
	async function refusedAfterSignOut(
		{ page, app }: Here,
		what: string,
		ask: (page: Page) => Promise<APIResponse>
	): Promise<void> {
		const { expect } = rule;
		await app.enter(page);
		const nobody = await app.reveals(await ask(await app.elsewhere()));
		const live = await app.reveals(await ask(page));
		rule.skip(
			JSON.stringify(live) === JSON.stringify(nobody),
			`${what} answers everybody alike, so nothing shows whether it is refused.`
		);
		const cookies = await page.context().cookies();
		await app.leave(page);

		const thief = await app.reveals(await ask(await app.elsewhere({ cookies })));
		expect(thief, stillOpens(what)).toEqual(nobody);
	}
}

/** Where SvelteKit gives the data of a page. */
function dataPath(path: string): string {
	const [, pathname = '', query = ''] = /^([^?#]*)(\?[^#]*)?/.exec(path) ?? [];
	return `${pathname.replace(/\/$/, '')}/__data.json${query}`;
}

/** What is wrong with an app whose sign-out leaves the session alive. */
export const stillOpens = (what: string) =>
	`The session cookie still opens ${what} after sign-out, for whoever copied it. To clear the cookie is not enough: ` +
	"the session has to be deleted. Let the sign-out form post to ?/signout, which guardian's `handle` answers, or " +
	'`await signOut({ cookies })` in your own action; and ask `locals.user` in every request, keeping no copy of it.';
