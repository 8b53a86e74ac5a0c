import { expect, type Browser, type Page } from '@playwright/test';
import type { Address } from './below-base.js';

/** Generous: meanwhile another app is installed and built. */
const MAX_WAIT_MS = 60_000;

const WIDTHS = { wide: 1280, narrow: 375 };
const SCHEMES = ['light', 'dark'] as const;

/** A page, and the component of the kit on it. */
interface Stop {
	path: string;
	/** Its class. None: each app has its own content there. */
	component?: string;
	/** Of the component, where the pages of the apps have different columns. Default: as the page makes it. */
	maxWidth?: number;
	/** Sends its form without a value, which the server refuses. */
	isRefused?: boolean;
}

const FORM = '.guardian-form';
const SIGNED_OUT: Stop[] = [
	{ path: '/signin', component: FORM },
	{ path: '/signin', component: FORM, isRefused: true },
	{ path: '/signup', component: FORM },
	{ path: '/signup', component: FORM, isRefused: true }
];
const SIGNED_IN: Stop[] = [
	{ path: '/account', component: '.guardian-sessions', maxWidth: 480 },
	{ path: '/password', component: FORM },
	{ path: '/password', component: FORM, isRefused: true },
	{ path: '/' },
	{ path: '/no/such/page' }
];

/** How a component looks on a page. */
export interface Look {
	/** In CSS pixels. */
	width: number;
	/** A PNG. */
	picture: Buffer;
}

/**
 * Visits the pages of an app, signed out and signed in, and looks at the component on each: wide and narrow, light and dark.
 *
 * @param origin of the app
 * @param address where its pages are
 * @param account to sign up with: it stands on some of the pages
 * @param prefix of the paths of the pictures that are kept of whole pages and components
 * @throws when a page is wider than the screen
 */
export async function lookAround(
	browser: Browser,
	origin: string,
	address: Address,
	account: { email: string; password: string },
	prefix: string
): Promise<Map<string, Look>> {
	const context = await browser.newContext({
		baseURL: origin,
		extraHTTPHeaders: { 'x-forwarded-proto': 'http' },
		reducedMotion: 'reduce'
	});
	context.setDefaultTimeout(MAX_WAIT_MS);
	const page = await context.newPage();
	const looks = new Map<string, Look>();

	for (const stop of SIGNED_OUT) await visit(stop);
	await goto(page, address('/signup'));
	await page.getByLabel('Email').fill(account.email);
	await page.getByLabel('Password').fill(account.password);
	await page.getByRole('button', { name: 'Create account', exact: true }).click();
	await page.waitForURL(({ pathname }) => !pathname.includes('/signup'));
	for (const stop of SIGNED_IN) await visit(stop);
	await context.close();
	return looks;

	async function visit({ path, component, maxWidth, isRefused = false }: Stop) {
		await goto(page, address(path));
		if (isRefused) await sendEmpty(page);
		const name = `${path.slice(1).replaceAll('/', '-') || 'start'}${isRefused ? '-refused' : ''}`;
		for (const [size, width] of Object.entries(WIDTHS)) {
			for (const colorScheme of SCHEMES) {
				await page.setViewportSize({ width, height: 900 });
				await page.emulateMedia({ colorScheme });
				const key = `${name}-${size}-${colorScheme}`;
				await expectToFit(page, `${origin}${path}`);
				const file = `${prefix}-${key}.png`;
				await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
				if (component) looks.set(key, await lookAt(page, component, maxWidth, file));
			}
		}
	}
}

/** In the corner of the screen, where nothing but the width is left of what the page does with it. */
async function lookAt(
	page: Page,
	component: string,
	maxWidth: number | undefined,
	file: string
): Promise<Look> {
	const found = page.locator(component).first();
	const { width: natural } = (await found.boundingBox())!;
	const width = Math.min(natural, maxWidth ?? natural);
	// The time is another in each app.
	await found.locator('time').evaluateAll((times) => {
		for (const time of times) time.textContent = 'now';
	});
	// A style sheet would need the leave of the page's CSP.
	await found.evaluate((element: HTMLElement, width) => {
		Object.assign(element.style, {
			position: 'fixed',
			zIndex: '99',
			inset: '0 auto auto 0',
			width: `${width}px`,
			background: 'var(--guardian-surface)'
		});
	}, width);
	const { height } = (await found.boundingBox())!;
	const picture = await page.screenshot({
		path: file.replace(/\.png$/, '-component.png'),
		// Whole pixels of it: what is behind a part of one is the page's.
		clip: { x: 0, y: 0, width: Math.floor(width), height: Math.floor(height) },
		fullPage: true,
		animations: 'disabled'
	});
	await found.evaluate((element) => element.removeAttribute('style'));
	return { width, picture };
}

async function expectToFit(page: Page, address: string) {
	const beside = await page.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth
	);
	expect(beside, `${address} is wider than the screen`).toBe(0);
}

async function goto(page: Page, path: string) {
	await page.goto(path);
	await page.locator('#svelte-announcer').waitFor({ state: 'attached' });
}

async function sendEmpty(page: Page) {
	const form = page.locator(FORM).first();
	await form.evaluate((element) => ((element as HTMLFormElement).noValidate = true));
	await form.locator('button[type="submit"], button:not([type])').last().click();
	await form.locator('.guardian-form-errors').waitFor();
	// Nothing is under the pointer or has the focus.
	await page.mouse.move(0, 899);
	await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}
