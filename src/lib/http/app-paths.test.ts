import type { RequestEvent } from '@sveltejs/kit';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { PAGE_RULES } from '../options-schema.js';
import { createAppPaths, type PageOption } from './app-paths.js';

const eventAt = (path: string) => ({ url: new URL(path, 'https://app.example') }) as RequestEvent;

const paths = (signIn: PageOption, signOut: PageOption = '/signout') =>
	createAppPaths('/base', { signIn, signOut, afterSignIn: '/', afterSignOut: '/' }, PAGE_RULES);

const error = vi.spyOn(console, 'error').mockImplementation(() => {});
afterEach(() => error.mockClear());

/** The page in the language of the page that asks. */
const localized = ({ url }: RequestEvent) =>
	url.pathname.startsWith('/base/de') ? '/de/anmelden' : '/signin';

describe('FR16: a page may be a function of the request', () => {
	test('it answers by the address, and the base path is added', () => {
		const { pages } = paths(localized);

		expect(pages.signIn(eventAt('/base/de/konto'))).toBe('/base/de/anmelden');
		expect(pages.signIn(eventAt('/base/account'))).toBe('/base/signin');
		expect(error).not.toHaveBeenCalled();
	});

	test.each([
		['/base/de/anmelden', '/base/de/anmelden'],
		['/base', '/base'],
		['/base/', '/base/'],
		['/', '/base/'],
		['/basement', '/base/basement'],
		['/de/base/', '/base/de/base/']
	])('the base path that %j has or lacks is there once: %j', (returned, expected) => {
		expect(paths(() => returned).pages.signIn(eventAt('/base/'))).toBe(expected);
		expect(error).not.toHaveBeenCalled();
	});

	test.each(['/base?tab=a', '/base#top', '/base/?tab=a'])('and before a query: %s', (returned) => {
		const fixed = { signIn: '/signin', signOut: '/signout', afterSignOut: '/' };
		const { pages } = createAppPaths(
			'/base',
			{ ...fixed, afterSignIn: () => returned },
			PAGE_RULES
		);
		expect(pages.afterSignIn(eventAt('/base/'))).toBe(returned);
	});

	test('without a base path nothing is added', () => {
		const { pages } = createAppPaths(
			'',
			{ signIn: () => '/de/anmelden', signOut: '/signout', afterSignIn: '/', afterSignOut: '/' },
			PAGE_RULES
		);
		expect(pages.signIn(eventAt('/de/konto'))).toBe('/de/anmelden');
	});

	test.each<[string, () => unknown]>([
		['no path', () => 'signin'],
		['another host', () => '//evil.example'],
		['an address', () => 'https://evil.example/'],
		['a query, where the kit adds its own', () => '/signin?a=b'],
		['nothing', () => undefined],
		[
			'an error',
			() => {
				throw new Error('no language');
			}
		]
	])('what returns %s is reported, and the default is used', (_, signIn) => {
		expect(paths(signIn as () => string).pages.signIn(eventAt('/base/'))).toBe('/base/signin');
		expect(error).toHaveBeenCalled();
	});
});

describe('SE30: the sign-out page is known however its address is written', () => {
	test.each([
		['/base/signout', true],
		['/base/signout/', true],
		['/base/signout?error=X#form', true],
		['/base/sign%6fut', true],
		['/base/signout/done', false],
		['/signout', false],
		['/base/', false]
	])('%j: %s', (path, isIt) => {
		expect(paths('/signin').isSignOutPage(path, eventAt('/base/'))).toBe(isIt);
	});
});

test('FR15: a callback URL outside of the base path is none', () => {
	const { callbackUrl } = paths('/signin');

	expect(callbackUrl('/', eventAt('/base/'))).toBeNull();
	expect(callbackUrl('/base/x', eventAt('/base/'))).toBe('/base/x');
});
