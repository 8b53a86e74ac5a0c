import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, expect } from '@playwright/test';
import { BROWSER_VARIABLE, launchOptions } from '../tools/launch-options.js';
import { startServer } from '../support/server.js';
import { atTop, type Address } from './below-base.js';
import { lookAround } from './look.js';
import { Visitor } from './visitor.js';

const LOOKS = join(import.meta.dirname, '../../test-results/looks');

/**
 * FR40: the kit's components look in an app as they look in the demo, to the pixel. Pictures are left in test-results/looks.
 *
 * @param origin of the app
 * @param path of the browser; none for Playwright's own
 * @param name of the folder with the pictures
 * @param address where the app's pages are
 * @throws with the names of the pictures that differ, and when the demo is not built
 */
export async function looksAsTheDemo(
	origin: string,
	path: string | undefined,
	name: string,
	address: Address = atTop
): Promise<void> {
	const folder = join(LOOKS, name);
	await mkdir(folder, { recursive: true });
	const demo = await startServer({ build: 'demo' }, join(folder, 'demo.log'));
	const browser = await chromium.launch(
		launchOptions({ env: { ...process.env, [BROWSER_VARIABLE]: path } })
	);
	try {
		const account = Visitor.newAccount();
		const [expected, actual] = [
			await lookAround(browser, demo.origin, atTop, account, join(folder, 'demo')),
			await lookAround(browser, origin, address, account, join(folder, 'app'))
		];
		const different = [...expected].filter(([key, { width, picture }]) => {
			const look = actual.get(key);
			return width !== look?.width || !picture.equals(look.picture);
		});
		const keys = different.map(([key]) => key);
		expect(keys, `These look other than in the demo: see ${folder}`).toEqual([]);
	} finally {
		await browser.close();
		await demo.stop();
	}
}
