import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { editStartPage } from './start-page.js';

const require = createRequire(import.meta.url);

/** As this version of the Svelte CLI writes it today. */
function createdBy(sv: string): string {
	const folder = join(dirname(require.resolve(sv)), '../templates/minimal');
	const files = JSON.parse(readFileSync(join(folder, 'files.types=typescript.json'), 'utf8')) as [
		{ name: string; contents: string }
	];
	return files.find(({ name }) => name === 'src/routes/+page.svelte')!.contents;
}

test.each(['sv', 'sv-kit-2'])(
	'the start page of %s gets a title and the look of the other pages, once',
	(sv) => {
		const edit = editStartPage(createdBy(sv)) as { content: string };
		expect(edit.content).toContain('<title>Welcome</title>');
		expect(edit.content).toContain('<div class="guardian-page">');
		expect(editStartPage(edit.content)).toBeNull();
	}
);

test('its lines end as before', () => {
	const created = createdBy('sv').replaceAll('\n', '\r\n');
	const { content } = editStartPage(created) as { content: string };
	expect(content.replaceAll('\r\n', '')).not.toContain('\n');
});

test('a page that somebody has changed stays as it is', () => {
	expect(editStartPage(`${createdBy('sv')}<p>More</p>`)).toBeNull();
	expect(editStartPage('<h1>Home</h1>')).toBeNull();
});
