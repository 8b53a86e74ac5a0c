import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import {
	clientFolder,
	modelsFolder,
	readModels,
	schemaFolder,
	testModelsFolder
} from './migrations.js';
import { providers as ours } from './provider.js';
import { root } from './url.js';

/** @import { ClientProvider as Provider } from './provider.js' */

const require = createRequire(import.meta.url);

/**
 * Names everything that the generated client depends on.
 *
 * @param {Awaited<ReturnType<typeof readModels>>} models
 */
function fingerprint(models) {
	const hash = createHash('sha256');
	hash.update(require('prisma/package.json').version);
	for (const { path, content } of models) hash.update(`\0${basename(path)}\0${content}`);
	return hash.digest('hex');
}

/**
 * Writes the models of one engine where the `prisma` command finds them. The folder `prisma` itself is SQLite's.
 *
 * @param {string} folder
 * @param {Awaited<ReturnType<typeof readModels>>} models
 */
async function writeSchema(folder, models) {
	if (folder === modelsFolder) return;
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await Promise.all(
		models.map(({ path, content }) => writeFile(join(folder, basename(path)), content))
	);
}

/**
 * Generates the client of one schema for one engine, unless it is there already.
 *
 * @param {Provider} provider
 * @param {string} folder with the models
 * @returns {Promise<number>} the exit code
 */
async function generate(provider, folder) {
	const models = await readModels(folder, provider);
	const schema = schemaFolder(provider, folder);
	const output = clientFolder(provider, folder);
	const stamp = join(output, '.stamp');
	const wanted = fingerprint(models);
	const isThere = [join(output, 'client.ts'), schema].every(existsSync);
	if (isThere && wanted === (await readFile(stamp, 'utf8').catch(() => ''))) return 0;

	await writeSchema(schema, models);
	// Prisma refuses a folder that holds files but no client, which is what an interrupted run may leave.
	await rm(output, { recursive: true, force: true });
	const child = spawn(
		process.execPath,
		[require.resolve('prisma/build/index.js'), 'generate', '--no-hints', '--schema', schema],
		{
			cwd: root(),
			stdio: ['ignore', 'inherit', 'inherit'],
			env: {
				...process.env,
				// `generate` downloads this engine although it never runs it; any existing file stops that.
				PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY || process.execPath,
				// No telemetry, no question about a newer version.
				CHECKPOINT_DISABLE: '1',
				PRISMA_HIDE_UPDATE_MESSAGE: '1'
			}
		}
	);
	const [status] = await once(child, 'exit');
	// Written last: a run that did not finish leaves no stamp, and is done again.
	if (status === 0) await writeFile(stamp, wanted);
	return status ?? 1;
}

// `mysql` is for the tests on MariaDB alone: it is asked for.
const providers = process.argv.includes('mysql') ? /** @type {const} */ (['mysql']) : ours;
const tests = (await readdir(testModelsFolder)).map((name) => join(testModelsFolder, name));
const jobs = [modelsFolder, ...tests].flatMap((folder) =>
	providers.map((provider) => generate(provider, folder))
);
process.exitCode = Math.max(...(await Promise.all(jobs)));
