import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { tryPostgres } from '../../prisma/tools/server.js';
import { provideBrowser } from '../tools/provide-browser.js';
import { commandsIn, type Commands } from './commands.js';
import { fromCheckout } from './from-checkout.js';

/** What all apps share: made once. */
export interface Supplies {
	/** The packed library. */
	tarball: string;
	/** Where the newer Node and pnpm are. */
	folders: string[];
	/** Where Node 20 is, if it is not the one that runs this, and pnpm. */
	folders20: string[];
	/** What package managers keep goes here, where they do not share it with all of the machine anyway. */
	cache: string;
	/** Whether the engine can be downloaded that `prisma migrate` runs. */
	reachesPrisma: boolean;
	/** The Chromium to use; none for Playwright's own. */
	browser: string | undefined;
	/** A PostgreSQL server; none where none can be started. */
	postgres: string | undefined;
}

declare module 'vitest' {
	interface ProvidedContext {
		supplies: Supplies;
	}
}

const root = join(import.meta.dirname, '../..');
const PNPM = 'pnpm@11';
const NEWER = 'newer-node';
const OLDER = 'older-node';

/**
 * Packs the library as it would be published, and gets what the apps need: a Node that is new enough, pnpm, a browser and
 * a PostgreSQL.
 *
 * @returns what to call when all tests are over
 */
export default async function provideSupplies(project: TestProject): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), 'guardian-supplies-'));
	const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
	try {
		const browser = await provideBrowser({ headed: false });
		if (!browser.ok) throw new Error(browser.reason);
		const tarball = await pack(folder);
		const { folders, folders20 } = await installTools(folder);
		const given = process.env.TEST_DATABASE_URL;
		const server = given ? undefined : await tryPostgres();
		project.provide('supplies', {
			tarball,
			folders,
			folders20,
			cache: join(folder, 'cache'),
			reachesPrisma: await reachesPrisma(),
			browser: browser.path,
			postgres: given || server?.url
		});
		return async () => {
			await server?.remove();
			await remove();
		};
	} catch (error) {
		await remove();
		throw error;
	}
}

async function pack(folder: string): Promise<string> {
	const { pack } = await fromCheckout();
	const [command = '', ...args] = pack;
	await commandsIn(root, process.env).mustRun(command, ...args, '--pack-destination', folder);
	const { name, version } = (await import('../../package.json', { with: { type: 'json' } }))
		.default;
	return join(folder, `${name}-${version}.tgz`);
}

/** The npm packages behind `node` have its binary and no install script. */
async function installTools(folder: string): Promise<Pick<Supplies, 'folders' | 'folders20'>> {
	await writeFile(join(folder, 'package.json'), '{ "private": true }');
	const { mustInstall }: Commands = commandsIn(folder, process.env);
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	const isNew = major > 22 || (major === 22 && minor >= 17);
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	const node = `node-${platform}-${process.arch}`;
	// Under names of their own: both may be needed.
	const wanted = [
		PNPM,
		...(isNew ? [] : [`${NEWER}@npm:${node}@22`]),
		...(major === 20 ? [] : [`${OLDER}@npm:${node}@20`])
	];
	await mustInstall('npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', ...wanted);

	const modules = join(folder, 'node_modules');
	const tools = join(modules, '.bin');
	return {
		folders: [...(isNew ? [] : [join(modules, NEWER, 'bin')]), tools],
		folders20: [...(major === 20 ? [] : [join(modules, OLDER, 'bin')]), tools]
	};
}

/** Where somebody has named an engine, nobody knows what it can do. */
async function reachesPrisma(): Promise<boolean> {
	if (process.env.PRISMA_SCHEMA_ENGINE_BINARY) return false;
	const mirror = process.env.PRISMA_ENGINES_MIRROR || 'https://binaries.prisma.sh';
	return fetch(mirror, { signal: AbortSignal.timeout(10_000) }).then(
		() => true,
		() => false
	);
}
