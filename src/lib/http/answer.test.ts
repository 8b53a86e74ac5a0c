import { expect, test } from 'vitest';
import { pageOf } from './answer.js';

test.each([
	['/account?/signout', '/account'],
	['/account?tab=a&/signout', '/account?tab=a'],
	['/account?/signout&tab=a&b=c+d', '/account?tab=a&b=c+d'],
	['/account?/signout&/signout=1&tab', '/account?tab='],
	['/account', '/account'],
	['//evil.example?/signout', '/']
])('the page of %s is %s', (action, page) => {
	expect(pageOf(new URL(`https://app.example${action}`))).toBe(page);
});

test('SE3 an address with 2,500 actions takes no time', () => {
	const names = Array.from({ length: 2_500 }, (_, index) => `/a${index}`);
	const started = performance.now();

	expect(pageOf(new URL(`https://app.example/account?${names.join('&')}&tab=a`))).toBe(
		'/account?tab=a'
	);
	// Less than 10 ms; it was five seconds.
	expect(performance.now() - started).toBeLessThan(500);
});
