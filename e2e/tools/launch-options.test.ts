import { describe, expect, test } from 'vitest';
import { launchOptions } from './launch-options.js';

const FOUND = { GUARDIAN_CHROMIUM: '/usr/bin/chromium' };

describe('launchOptions', () => {
	test("without a browser handed over, Playwright's own is left to Playwright", () => {
		expect(launchOptions({ env: {}, platform: 'linux', root: false })).toEqual({});
	});

	test('a browser handed over is started, kept from calling home', () => {
		expect(launchOptions({ env: FOUND, platform: 'linux', root: false })).toEqual({
			executablePath: '/usr/bin/chromium',
			args: [
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync'
			]
		});
	});

	test('the sandbox is given up for root, who cannot have it, whichever browser it is', () => {
		expect(launchOptions({ env: {}, platform: 'linux', root: true }).args).toEqual([
			'--no-sandbox'
		]);
		expect(launchOptions({ env: FOUND, platform: 'linux', root: true }).args).toContain(
			'--no-sandbox'
		);
	});

	test('the sandbox is given up for nobody else', () => {
		for (const [platform, root] of [
			['linux', false],
			['darwin', true],
			['win32', false]
		] as const) {
			expect(launchOptions({ env: FOUND, platform, root }).args).not.toContain('--no-sandbox');
		}
	});

	test('an empty variable is an unset one', () => {
		const env = { GUARDIAN_CHROMIUM: '' };

		expect(launchOptions({ env, platform: 'linux', root: false })).toEqual({});
	});
});
