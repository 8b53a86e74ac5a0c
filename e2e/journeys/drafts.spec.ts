import type { Page } from '@playwright/test';
import type { Account } from '../support/account.js';
import { Client } from '../support/client.js';
import { signUp } from '../support/account.js';
import { hydrated, openHydrated } from '../support/hydrated.js';
import { kit3Build } from '../support/kit-3.js';
import { submitSignIn } from '../support/sign-in-form.js';
import { expect, test } from '../support/test.js';

const onKit3 = kit3Build() !== null;
const TEXT = 'my secret plan';

/** A page that is about to be loaded anew has no context to look into, so this is tried again. */
async function showsNothing(page: Page) {
	await expect(async () => {
		await hydrated(page, { timeout: 1_000 });
		const kept = await page.evaluate(() => {
			const values = [...document.querySelectorAll('input')].map(({ value }) => value);
			const stores = [{ ...sessionStorage }, { ...localStorage }, history.state];
			return JSON.stringify([values, stores]) + document.body.innerText;
		});
		expect(kept).not.toContain(TEXT);
	}).toPass({ timeout: 10_000 });
}

async function signInHere(page: Page, { email, password }: Account) {
	await submitSignIn(page, { email, password });
	await expect(page.locator('#user')).toHaveText(email);
}

test.describe('what SvelteKit keeps of a page', { tag: ['@gate', '@javascript'] }, () => {
	for (const how of ['Sign out', 'Stay', 'sign out in another tab']) {
		for (const kind of ['a snapshot', 'page.state', 'a kept page.state']) {
			test(`FR33, SE25: after “${how}” and another sign-in, Back shows nothing of ${kind}`, async ({
				page,
				context,
				enter,
				servers
			}) => {
				const { origin } = servers.fixture;
				const other = await signUp(new Client(servers.fixture));
				await enter(servers.fixture);
				await openHydrated(page, `${origin}/drafts`);
				await page.getByLabel('Draft').pressSequentially(TEXT);
				await page.getByLabel('Note').pressSequentially(TEXT);
				if (kind !== 'a snapshot') {
					const name = kind === 'page.state' ? 'Show' : 'Keep';
					await page.getByRole('button', { name }).click();
					await expect(page.locator('#shown')).toHaveText(TEXT);
				}
				// In memory, which the entry in the history refers to.
				await page.getByRole('link', { name: 'Elsewhere' }).click();
				await expect(page.getByRole('heading')).toHaveText('A page with another action');
				await page.goBack();
				await expect(page.getByLabel('Draft')).toHaveValue(TEXT);
				await expect(page.getByLabel('Note')).toHaveValue(onKit3 ? TEXT : '');
				if (onKit3 && kind === 'a kept page.state') {
					await page.reload();
					await expect(page.locator('#shown')).toHaveText(TEXT);
					await expect(page.getByLabel('Note')).toHaveValue(TEXT);
				}
				await page.goForward();
				await expect(page.getByRole('heading')).toHaveText('A page with another action');

				if (how === 'sign out in another tab') {
					const tab = await context.newPage();
					await openHydrated(tab, `${origin}/`);
					await tab.getByRole('button', { name: 'Sign out' }).click();
				} else {
					await page.getByRole('button', { name: how, exact: true }).click();
				}
				await expect(page.locator('#user')).toHaveText('nobody');

				// By a link of the app: after “Stay” it is still the same document.
				await hydrated(page);
				await page.evaluate(() => {
					document
						.querySelector('h1')
						?.insertAdjacentHTML('beforebegin', '<a href="/signin">Enter</a>');
				});
				await page.getByRole('link', { name: 'Enter' }).click();
				await signInHere(page, other);
				for (let step = 0; step < 6; step++) {
					await page.goBack();
					if (!page.url().startsWith(origin)) break;
					await showsNothing(page);
				}
			});
		}
	}
});
