import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { RULES } from './rules.js';

// Writes src/docs/what-is-tested.md. With --check it compares instead, and fails for a rule without a test.

const root = join(import.meta.dirname, '../..');
const page = join(root, 'src/docs/what-is-tested.md');

/** The files with tests, and their text. */
async function testFiles() {
	const folders = ['src', 'e2e', 'prisma/tools'];
	const lists = await Promise.all(
		folders.map(async (folder) =>
			(await readdir(join(root, folder), { recursive: true }))
				.map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
				.filter((path) => /\.(test|spec)\.ts$/.test(path) || path.startsWith('src/lib/testing/'))
				.filter(
					(path) => path.endsWith('.ts') && !/node_modules|\.quick-start|\.package/.test(path)
				)
		)
	);
	const paths = lists.flat().sort();
	return Promise.all(
		paths.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') }))
	);
}

/** The titles in a file that begin with the id of a rule, or carry it behind others. */
const names = (/** @type {string} */ text, /** @type {string} */ id) =>
	new RegExp(`(['"\`(, ])${id}(?=[:), ])`).test(text);

const files = await testFiles();
/** @type {string[]} */
const untested = [];
const sections = Object.entries(RULES).map(([title, rules]) => {
	const rows = rules.map(({ id, text, source }) => {
		const tests = files.filter((file) => names(file.text, id)).map(({ path }) => `\`${path}\``);
		if (tests.length === 0) untested.push(id);
		const shown = tests.length > 3 ? [...tests.slice(0, 3), `and ${tests.length - 3} more`] : tests;
		return `| ${id} | ${text} | ${source} | ${shown.join(', ')} |`;
	});
	return `## ${title}\n\n| id | rule | source | tests |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
});
const text = await format(
	`# What is tested

Each rule has an id, which begins the titles of its tests. \`npm run docs:rules\` writes this page from \`src/docs/rules/\`.

${sections.join('\n\n')}
`,
	{ ...(await resolveConfig(page)), filepath: page }
);

if (untested.length > 0) {
	console.error(`These rules have no test: ${untested.join(', ')}.`);
	process.exitCode = 1;
} else if (!process.argv.includes('--check')) await writeFile(page, text);
else if ((await readFile(page, 'utf8').catch(() => '')) !== text) {
	console.error('src/docs/what-is-tested.md is out of date. Run `npm run docs:rules`.');
	process.exitCode = 1;
}
