import { expect, test } from 'vitest';
import { localPath } from './local-path.js';

test.each(['/', '/signin', '//evil.example', '//evil.example/signin', '///evil.example', '/a//b'])(
	'the path of a page leads to the page, and to no other host: %s',
	(pathname) => {
		const page = new URL(`https://app.example${pathname}`);
		expect(page.pathname).toBe(pathname);
		const { origin, pathname: led } = new URL(`${localPath(page)}?/signin`, page);
		expect([origin, led]).toEqual([page.origin, pathname]);
	}
);

test('nothing is added where nothing has to be', () => {
	expect(localPath({ pathname: '/de/anmelden' })).toBe('/de/anmelden');
});
