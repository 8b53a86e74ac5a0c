import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { deploy } from './deploy.js';
import { diff } from './diff.js';
import { MigrationError } from './errors.js';
import { migrationsFolder, writeMigration } from './migrations.js';
import { writeNewDatabase } from './new-database.js';
import { providerOf, providers } from './provider.js';
import { withServer } from './server.js';
import { databaseUrl } from './url.js';

/** @import { Provider } from './provider.js' */

export { deploy, diff };

const USAGE = `Usage:
  node prisma/tools/migrate.js deploy                 create the database if it is missing, apply pending migrations
  node prisma/tools/migrate.js diff                   print the SQL that leads from the migrations to the models, for each engine
  node prisma/tools/migrate.js diff --create <name>   write that SQL as new migrations
  node prisma/tools/migrate.js diff --check           exit with 1 if there is such SQL
  node prisma/tools/migrate.js tables                 write the SQL of a new database, which is in the package`;

/**
 * Does some work with a database of the given engine: the one that DATABASE_URL names, where it is of that engine.
 *
 * @template T
 * @param {Provider} provider
 * @param {(url: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withDatabase(provider, work) {
	const url = databaseUrl();
	if (providerOf(url) === provider) return work(url);
	return provider === 'sqlite' ? work('file::memory:') : withServer(({ url }) => work(url));
}

/** @param {{ create?: string | undefined, check?: boolean | undefined }} options */
async function runDiff({ create, check }) {
	const time = new Date();
	const lag = [];
	for (const provider of providers) {
		const sql = await withDatabase(provider, (url) => diff(url));
		if (!sql) {
			console.log(`${provider}: the migrations equal the models.`);
		} else if (create) {
			const path = await writeMigration(migrationsFolder(provider), provider, create, sql, time);
			console.log(`Wrote ${relative(process.cwd(), path)}. Read it before you deploy it.`);
		} else if (check) {
			lag.push(`-- ${provider}\n\n${sql}`);
		} else {
			console.log(`-- ${provider}\n\n${sql}`);
		}
	}
	if (create) await writeTables();
	if (lag.length) {
		throw new MigrationError(
			`The migrations lag behind the models: write them with \`node prisma/tools/migrate.js diff --create <name>\`. They would say:\n\n${lag.join('\n')}`
		);
	}
}

async function writeTables() {
	for (const provider of providers) {
		const path = await withDatabase(provider, writeNewDatabase);
		console.log(`Wrote ${relative(process.cwd(), path)}.`);
	}
}

function readArguments() {
	try {
		return parseArgs({
			allowPositionals: true,
			options: { create: { type: 'string' }, check: { type: 'boolean' } }
		});
	} catch (error) {
		throw new MigrationError(`${/** @type {Error} */ (error).message}\n\n${USAGE}`);
	}
}

async function main() {
	const { positionals, values } = readArguments();
	const [command] = positionals;
	if (command === 'deploy') await deploy();
	else if (command === 'diff') await runDiff(values);
	else if (command === 'tables') await writeTables();
	else throw new MigrationError(USAGE);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	main().catch((error) => {
		console.error(error instanceof MigrationError ? error.message : error);
		process.exitCode = 1;
	});
}
