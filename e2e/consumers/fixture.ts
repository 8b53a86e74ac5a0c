import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Consumer } from './app.js';

const FIXTURE = join(import.meta.dirname, '../fixture/src');

/** What is written another way on SvelteKit 3, and what is the repository's own in the fixture. */
const REWRITTEN: Array<[from: RegExp, to: string]> = [
	[/'\$lib\/([^'.]+)'/g, "'#lib/$1.js'"],
	[/'\$lib\//g, "'#lib/"],
	[
		/import type \{ (Handle|Reroute) \} from '@sveltejs\/kit'/g,
		"import type { $1 } from '@sveltejs/kit/hooks'"
	],
	[
		/type Handle \} from '@sveltejs\/kit';/g,
		"} from '@sveltejs/kit';\nimport type { Handle } from '@sveltejs/kit/hooks';"
	],
	[/'(\.\.\/)+src\/database\.server\.js'/g, "'#lib/database.js'"]
];

const DATABASE = `import { LibSql } from 'svelte-guardian/libsql';
import { PrismaClient } from '../generated/prisma/client.js';

export const prisma = new PrismaClient({ adapter: new LibSql({ url: process.env.DATABASE_URL! }) });
`;

/** As e2e/fixture/svelte.config.js has it. */
const SETTINGS = `import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
	plugins: [
		sveltekit({
			adapter: adapter({ precompress: false }),
			experimental: { remoteFunctions: true },
			paths: { origin: process.env.ORIGIN || undefined },
			serviceWorker: { register: false },
			csrf: { trustedOrigins: ['https://partner.example'] }
		})
	]
});
`;

/**
 * Puts e2e/fixture in place of the pages of an app on SvelteKit 3, which `init` has set up for SQLite: what this repository
 * tests on SvelteKit 2 is so tested on 3, with the packed library.
 */
export async function putFixture(app: Consumer): Promise<void> {
	const source = join(app.root, 'src');
	for (const path of ['routes', 'lib/server', 'hooks.server.ts', 'app.d.ts'])
		await rm(join(source, path), { recursive: true });
	await cp(FIXTURE, source, { recursive: true });
	const entries = await readdir(FIXTURE, { recursive: true, withFileTypes: true });
	for (const { parentPath, name } of entries.filter((entry) => entry.isFile())) {
		const path = join(source, parentPath.slice(FIXTURE.length), name);
		const text = await readFile(path, 'utf8');
		const rewritten = REWRITTEN.reduce((done, [from, to]) => done.replace(from, to), text);
		if (rewritten !== text) await writeFile(path, rewritten);
	}
	await app.write('src/lib/database.ts', DATABASE);
	await app.write('vite.config.ts', SETTINGS);
}
