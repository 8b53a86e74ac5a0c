import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(import.meta.dirname, 'works-with.md'), 'utf8');

/** The cells of every row that is no head and no rule. What was tried by hand has no test. */
const rows = page
	.split('## Tried by hand')[0]!
	.split('\n')
	.filter((line) => line.startsWith('| ') && !/^\| (-|set-up)/.test(line))
	.map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

test.each(rows.map((row) => [row[1]!, row[3]!]))(
	'FR39b: a test runs what the page says: %s',
	(_, by) => {
		// Only what is the host's own has none, and leads to its reason.
		if (!by) return expect(page).toContain('deploying.md#what-runs-where');
		const [, path, words] = /^`([^`]+)`: “(.+)”$/.exec(by) ?? [];
		expect(path, `no test is named in ${by}`).toBeDefined();
		expect(readFileSync(join(root, path!), 'utf8')).toContain(words);
	}
);

test('FR39b: the versions on the page are those that are tested', () => {
	const { devDependencies: own, peerDependencies: peers } = manifest;
	const minor = (range: string) => /\d+\.\d+/.exec(range)![0];
	const major = (range: string) => /\d+/.exec(range)![0];
	expect(page).toContain(`SvelteKit ${minor(own['@sveltejs/kit'])} `);
	expect(page).toContain(
		`SvelteKit ${minor(peers['@sveltejs/kit'])}, Svelte ${minor(peers.svelte)}, Prisma ${major(peers['@prisma/client'])} `
	);
	expect(page).toContain(`bits-ui ${major(own['bits-ui'])} `);
	expect(page).toContain(`sveltekit-superforms ${major(peers['sveltekit-superforms'])} `);
	const supplies = readFileSync(join(root, 'e2e/consumers/supplies.ts'), 'utf8');
	expect(page).toContain(`pnpm ${/'pnpm@(\d+)'/.exec(supplies)![1]} `);
	expect(rows.length).toBeGreaterThan(35);
});
