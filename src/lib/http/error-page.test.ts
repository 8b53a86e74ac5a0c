import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_ERROR_PAGE, errorPage } from './error-page.js';

test('SE37 an app without an error page has SvelteKit’s own', async () => {
	const kit = dirname(createRequire(import.meta.url).resolve('@sveltejs/kit/package.json'));

	expect(DEFAULT_ERROR_PAGE).toBe(
		await readFile(join(kit, 'src/core/config/default-error.html'), 'utf8')
	);
});

test('SE37 a message is text in the page, and no markup', () => {
	const page = errorPage(403, '<b>$& & \ud800 😀');

	expect(page).toContain('&lt;b>$&amp; &amp; &#55296; 😀');
	expect(page).toContain('403');
});

test('SE37 an app’s own page is taken, here that of the demo', async () => {
	const heading = /<h1>.*<\/h1>/.exec(await readFile('src/error.html', 'utf8'))?.[0];

	expect(errorPage(404, 'x')).toContain(heading);
	expect(errorPage(404, 'x')).not.toContain('%sveltekit');
});
