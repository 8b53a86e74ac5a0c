import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

const fixture = join(root, 'e2e/fixture');

/**
 * Builds the fixture for production.
 *
 * @param env what the build is to be told
 * @throws with the output, when it fails
 */
export const buildFixture = (env: Record<string, string>): Promise<void> => build(fixture, env);

/**
 * Builds the demo for production.
 *
 * @throws with the output, when it fails
 */
export const buildDemo = (): Promise<void> => build(root, {});

const build = (folder: string, env: Record<string, string>) =>
	runIn(folder, 'vite', 'bin/vite.js', ['build', '--logLevel', 'warn'], env);

/** Runs the command of a package in the fixture's folder. */
export const inFixture = (
	name: string,
	script: string,
	args: string[],
	env: Record<string, string>
): Promise<void> => runIn(fixture, name, script, args, env);

async function runIn(
	folder: string,
	name: string,
	script: string,
	args: string[],
	env: Record<string, string>
): Promise<void> {
	const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
	const child = spawn(process.execPath, [join(dirname(manifest), script), ...args], {
		cwd: folder,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, NODE_ENV: 'production', ...env }
	});
	let output = '';
	child.stdout.on('data', (text) => (output += text));
	child.stderr.on('data', (text) => (output += text));
	const [code] = await once(child, 'exit');
	if (code !== 0) throw new Error(`${name} failed in ${folder}:\n${output}`);
}
