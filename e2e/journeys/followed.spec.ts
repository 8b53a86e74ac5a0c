import { clickDownload } from '../support/download.js';
import { hold } from '../support/hold.js';
import { openHydrated } from '../support/hydrated.js';
import { expect, test } from '../support/test.js';

/** Does what Chrome's translator does to a page: each text gets an element of its own in its place. */
function translate() {
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const texts: Text[] = [];
	while (walker.nextNode()) texts.push(walker.currentNode as Text);
	for (const text of texts.filter(({ data }) => data.trim())) {
		const font = document.createElement('font');
		font.textContent = text.data;
		text.replaceWith(font);
	}
}

/** Makes an enhanced form of the page's own one that signs out. */
function signOutBy(form: HTMLElement | SVGElement) {
	form.setAttribute('action', '?/signout');
	(form as HTMLFormElement).requestSubmit();
}

test.describe('a page that does not follow', { tag: '@javascript' }, () => {
	for (const [how, where] of [
		['Stay', 'this tab'],
		['Sign out', 'this tab'],
		['Sign out', 'another tab']
	] as const) {
		const tag = how === 'Sign out' && where === 'this tab' ? '@gate' : [];
		test(
			`FR2: a page that throws without a user shows nothing of them after “${how}” in ${where}`,
			{ tag },
			async ({ page, context, enter, servers, mayLog }) => {
				// The page's own mistake, in the browser and on the server.
				mayLog(/reading 'email'|status of 500/);
				const { email } = await enter(servers.fixture);
				await openHydrated(page, `${servers.fixture.origin}/throws`);
				await expect(page.getByRole('heading')).toContainText(email);
				let tab = page;
				if (where === 'another tab') {
					tab = await context.newPage();
					await openHydrated(tab, `${servers.fixture.origin}/other`);
				}
				const answered = tab.waitForResponse(/signout/);
				await tab.getByRole('button', { name: how, exact: true }).click();
				await answered;
				await expect(page.getByText(email)).toHaveCount(0);
			}
		);
	}

	for (const [how, path] of [
		['“Stay”', '/drafts'],
		['a form of the app’s own', '/letter']
	] as const) {
		test(
			`FR2: a page that a translator has changed shows nothing of them after ${how}`,
			{ tag: '@gate' },
			async ({ page, enter, servers }) => {
				const { email } = await enter(servers.fixture);
				await openHydrated(page, servers.fixture.origin + path);
				await page.evaluate(translate);
				await expect(page.locator('#user font')).toHaveText(email);
				if (path === '/letter') await page.locator('form').last().evaluate(signOutBy);
				else await page.getByRole('button', { name: 'Stay' }).click();
				await expect(page.getByText(email)).toHaveCount(0);
				await expect(page.locator('#user')).toHaveText('nobody');
			}
		);
	}

	for (const how of ['Stay', 'Sign out']) {
		const tag = how === 'Stay' ? [] : '@gate';
		test(
			`FR2: “${how}” waits for no server that is slow`,
			{ tag },
			async ({ page, context, enter, servers }) => {
				const { email } = await enter(servers.fixture);
				await openHydrated(page, `${servers.fixture.origin}/drafts`);
				await expect(page.locator('#user')).toHaveText(email);
				// What comes next never does.
				await page.route(`${servers.fixture.origin}/`, () => {});
				await page.route(`${servers.fixture.origin}/drafts*`, async (route) => {
					if (route.request().method() === 'POST') await route.fallback();
				});
				await page.route(/__data\.json/, () => {});
				await page.evaluate(() => {
					const watch = new MutationObserver(() => {
						if (!document.querySelector('dialog')) return;
						const seen = [getComputedStyle(document.body).display, document.title];
						localStorage.setItem('covered', JSON.stringify(seen));
					});
					watch.observe(document.documentElement, { childList: true });
				});
				const answered = page.waitForResponse(/signout/);
				await page.getByRole('button', { name: how, exact: true }).click();
				await answered;
				// Playwright waits for the page that never comes, where another page of the app need not.
				const other = await context.newPage();
				await other.goto(`${servers.fixture.origin}/other`);
				const shown = () => other.evaluate(() => localStorage.getItem('covered'));
				await expect.poll(shown, { timeout: 5_000 }).toBe('["none","You are signed out"]');
			}
		);
	}

	for (const isInTime of [true, false]) {
		test(
			`FR2: “Stay” goes where a link leads that is clicked meanwhile, ${isInTime ? 'in time' : 'or loads it'}`,
			{ tag: '@gate' },
			async ({ page, enter, servers }) => {
				const { email } = await enter(servers.fixture);
				await openHydrated(page, `${servers.fixture.origin}/drafts`);
				await expect(page.locator('#user')).toHaveText(email);
				const answerSignOut = await hold(page, ({ search }) => search.includes('/signout'));
				await page.getByRole('button', { name: 'Stay' }).click();
				// The file of the next page: to ask for it is the first that a click does.
				const openPage = await hold(page, /nodes\/.*\.js|__data\.json/);
				await page.getByRole('link', { name: 'Elsewhere' }).click();
				const answered = page.waitForResponse(/signout/);
				await answerSignOut();
				await answered;
				if (isInTime) {
					await page.waitForTimeout(200);
					await openPage();
				}
				await expect(page).toHaveURL(`${servers.fixture.origin}/other`);
				if (!isInTime) await openPage();
				await expect(page.getByRole('heading')).toHaveText('A page with another action');
				await expect(page.locator('#user')).toHaveText('nobody');
			}
		);
	}

	test(
		'FR2: “Stay” does not go where a link led that has become a download',
		{ tag: '@gate' },
		async ({ page, enter, servers, mayLog }) => {
			mayLog(/Not found: \/export\.csv/);
			await enter(servers.fixture);
			await openHydrated(page, `${servers.fixture.origin}/drafts`);
			await clickDownload(page);
			// The data comes too late.
			const loadData = await hold(page, /__data\.json/);
			await page.getByRole('button', { name: 'Stay' }).click();
			await expect(page).toHaveURL(`${servers.fixture.origin}/signin?callbackUrl=%2Fdrafts`);
			await loadData();
		}
	);

	test(
		'FR2: a callback that never ends does not keep the page on the screen',
		{ tag: '@gate' },
		async ({ page, enter, servers }) => {
			const { email } = await enter(servers.fixture);
			await openHydrated(page, `${servers.fixture.origin}/private?never`);
			const answered = page.waitForResponse(/signout/);
			await page.getByRole('button', { name: 'Sign out' }).click();
			await answered;
			await expect(page.getByText(email).filter({ visible: true })).toHaveCount(0, {
				timeout: 1_000
			});
			await expect(page.locator('#user')).toHaveText('nobody');
		}
	);

	test(
		'FR2: a redirect to a part of the same page loads it anew',
		{ tag: '@gate' },
		async ({ page, enter, servers }) => {
			await enter(servers.fixture);
			await openHydrated(
				page,
				`${servers.fixture.origin}/leave?to=${encodeURIComponent('/leave#part')}`
			);
			await page.getByRole('button', { name: 'Leave' }).click();
			await expect(page.locator('#user')).toHaveText('nobody');
		}
	);
});
