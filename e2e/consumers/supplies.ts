import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import type { Supplies } from './app.js';

declare module 'vitest' {
	interface ProvidedContext {
		supplies: Supplies;
	}
}

const execute = promisify(execFile);
const root = join(import.meta.dirname, '../..');

/** Packs the library as it would be published, and gets a newer Node where this one is too old for SvelteKit 3. */
export default async function provideSupplies(project: TestProject): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), 'guardian-supplies-'));
	try {
		await execute('npm', ['run', 'package:make'], { cwd: root });
		const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
		const { stdout } = await execute('npm', pack, { cwd: root });
		const packed: unknown = JSON.parse(stdout);
		const [{ filename }] = Object.values(packed as object) as [{ filename: string }];
		project.provide('supplies', {
			tarball: join(folder, filename),
			nodeFolder: await newerNode(folder)
		});
	} catch (error) {
		await rm(folder, { recursive: true, force: true });
		throw error;
	}
	return () => rm(folder, { recursive: true, force: true });
}

/** The npm packages behind `node` have its binary and no install script. */
async function newerNode(folder: string): Promise<string> {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major > 22 || (major === 22 && minor >= 17)) return '';
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	const name = `node-${platform}-${process.arch}`;
	await writeFile(join(folder, 'package.json'), '{ "private": true }');
	await execute('npm', ['install', '--no-audit', '--no-fund', `${name}@22`], { cwd: folder });
	return dirname(join(folder, 'node_modules', name, 'bin/node'));
}
