import { expect, test } from 'vitest';
import { pageOf } from './answer.js';

const at = (action: string, referer?: string) => ({
	url: new URL(`https://app.example${action}`),
	request: new Request('https://app.example/', { headers: referer ? { referer } : {} })
});

test.each([
	['/account?/signout', '/account'],
	['/account?tab=a&/signout', '/account?tab=a'],
	['/account?/signout&tab=a&b=c+d', '/account?tab=a&b=c+d'],
	['/account?/signout&/signout=1&tab', '/account?tab'],
	['/account', '/account'],
	['/account?/remote=abc%2Fform', '/account'],
	['/account?q=a%20b&x=%2Fy&%2Fsave', '/account?q=a%20b&x=%2Fy'],
	['/account?/', '/account'],
	['//evil.example?/signout', '/']
])('FR13: the page of %s is %s', (action, page) => {
	expect(pageOf(at(action))).toBe(page);
});

test.each([
	['https://app.example/file?tab=a&/x', '/file?tab=a'],
	['https://evil.example/file', '/base/'],
	['https://app.example//evil.example', '/'],
	['nonsense', '/base/'],
	[undefined, '/base/']
])(
	'FR4: of a form that is posted to an address of the kit, with the Referer %s, it is %s',
	(referer, page) => {
		expect(pageOf(at('/base/_guardian/sign-out/signout', referer))).toBe(page);
	}
);

test('SE3 an address with 2,500 actions takes no time', () => {
	const names = Array.from({ length: 2_500 }, (_, index) => `/a${index}`);
	const started = performance.now();

	expect(pageOf(at(`/account?${names.join('&')}&tab=a`))).toBe('/account?tab=a');
	// Less than 10 ms; it was five seconds.
	expect(performance.now() - started).toBeLessThan(500);
});
