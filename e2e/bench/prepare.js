import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { progress } from '../tools/progress.js';

/** @import { Library } from './libraries/library.js' */

const require = createRequire(import.meta.url);
const folder = import.meta.dirname;
export const app = join(folder, 'app');

/**
 * Runs a command to its end, and shows what it says only where it fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @throws {Error} with all it has said
 */
async function run(command, args, { cwd, env = {} }) {
	const child = spawn(command, args, {
		cwd,
		env: { ...process.env, ...env },
		shell: process.platform === 'win32' && command === 'npm'
	});
	/** @type {string[]} */
	const said = [];
	child.stdout.on('data', (text) => said.push(String(text)));
	child.stderr.on('data', (text) => said.push(String(text)));
	const [status] = await once(child, 'close');
	if (status !== 0) throw new Error(`"${[command, ...args].join(' ')}" failed:\n${said.join('')}`);
}

/** Installs those that the kit is measured beside, unless they are there. */
async function installPeers() {
	const lock = await readFile(join(folder, 'package-lock.json'));
	const wanted = createHash('sha256').update(lock).digest('hex');
	const stamp = join(folder, 'node_modules', '.stamp');
	if (wanted === (await readFile(stamp, 'utf8').catch(() => ''))) return;
	await run('npm', ['ci'], { cwd: folder });
	// Last: an installation that did not finish is done again.
	await writeFile(stamp, wanted);
}

/** Builds the app once for each library. */
async function buildApps(/** @type {() => void} */ step) {
	const vite = join(dirname(require.resolve('vite/package.json')), 'bin/vite.js');
	for (const file of await readdir(join(app, 'src/libraries'))) {
		await run(process.execPath, [vite, 'build'], {
			cwd: app,
			env: {
				CONTENDER: file.replace('.js', ''),
				DATABASE_URL: 'file::memory:',
				ORIGIN: 'http://localhost'
			}
		});
		step();
	}
}

/**
 * Makes all that is measured out of the sources as they are.
 *
 * @returns {Promise<Library[]>} those who are measured
 */
export async function prepare() {
	const step = progress('preparing', 7);
	await installPeers();
	step();
	await buildApps(step);
	const out = join(folder, 'build');
	await build({
		root: folder,
		configFile: false,
		logLevel: 'warn',
		build: {
			ssr: join(folder, 'libraries/index.js'),
			outDir: out,
			emptyOutDir: true,
			target: 'node20'
		}
	});
	step();
	/** @type {typeof import('./libraries/index.js')} */
	const { libraries } = await import(pathToFileURL(join(out, 'index.js')).href);
	return libraries;
}
