import { describe, expect, test } from 'vitest';
import { headed, startsBrowser } from './playwright-args.js';

describe('headed', () => {
	test('tests run without windows unless somebody asks for them', () => {
		expect(headed([], {})).toBe(false);
		expect(headed(['--grep', 'sign out', '--ui'], {})).toBe(false);
		expect(headed(['--headed'], {})).toBe(true);
	});

	test('debugging opens a window, except on the command line', () => {
		expect(headed(['--debug'], {})).toBe(true);
		expect(headed(['--debug', 'inspector'], {})).toBe(true);
		expect(headed(['--debug=inspector'], {})).toBe(true);
		expect(headed(['--debug', 'cli'], {})).toBe(false);
		expect(headed(['--debug=cli'], {})).toBe(false);
	});

	test('PWDEBUG opens a window, except for its console mode', () => {
		expect(headed([], { PWDEBUG: '1' })).toBe(true);
		expect(headed([], { PWDEBUG: 'console' })).toBe(false);
		expect(headed([], { PWDEBUG: '0' })).toBe(false);
	});
});

describe('startsBrowser', () => {
	test('listing the tests and asking for help start none', () => {
		expect(startsBrowser(['--list'])).toBe(false);
		expect(startsBrowser(['--help'])).toBe(false);
		expect(startsBrowser(['e2e/sign-out.spec.ts', '--headed'])).toBe(true);
	});
});
