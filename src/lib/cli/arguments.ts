import { parseArgs } from 'node:util';
import type { Recipe } from '../recipe.js';
import { databaseNames, isDatabase, type DatabaseName } from './databases.js';
import { CliError } from './errors.js';

/**
 * What `--help` prints.
 *
 * @param recipes what can be added
 */
export const usage = (
	recipes: Array<Pick<Recipe, 'name' | 'summary'>>
): string => `Usage: svelte-guardian init [options]
       svelte-guardian add <name> [options]

init sets svelte-guardian up in the SvelteKit app of this folder: dependencies, Prisma models, src/lib/server/auth,
hooks, types, and the pages to sign up, in and out. add brings more into such an app:

${recipes.map(({ name, summary }) => `  ${name.padEnd(17)}  ${summary}`).join('\n')}

Both show each change to a file of yours and ask first. Run them again at any time: what is done already is left alone.
The documentation is in node_modules/svelte-guardian/src/docs.

Options:
  --database <name>  init: ${databaseNames}; of a new Prisma schema. Default: asks, and
                     sqlite with --yes
  --prisma <name>    the package of the workspace whose Prisma schema holds the users, or own for a new one of this
                     app. Default: the one that the app depends on; otherwise asks
  -y, --yes          makes every change without asking
  --dry-run          shows every change and makes none
  --no-install       does not run the package manager, nor prisma generate
  -h, --help         shows this
  -v, --version      shows the version

Exit codes: 0 done, or nothing to do; 1 a step failed; 2 nothing was begun; 130 interrupted
`;

/** How a command is to do its work. */
export interface Options {
	prisma: string | undefined;
	yes: boolean;
	dryRun: boolean;
	install: boolean;
}

/** What init was asked for. */
export interface InitOptions extends Options {
	command: 'init';
	database: DatabaseName | undefined;
}

/** What add was asked for. */
export interface AddOptions extends Options {
	command: 'add';
	/** Of the recipe. */
	name: string;
}

/**
 * Reads a command line.
 *
 * @throws {CliError} when it makes no sense
 */
export function readArguments(args: string[]): 'help' | 'version' | InitOptions | AddOptions {
	const { values, positionals } = parse(args);
	if (values.help) return 'help';
	if (values.version) return 'version';
	if (!positionals.length) return 'help';
	const [command, name, ...rest] = positionals;
	const options = {
		prisma: values.prisma,
		yes: values.yes ?? false,
		dryRun: values['dry-run'] ?? false,
		install: !values['no-install']
	};
	const { database } = values;
	if (command === 'add' && name !== undefined && !rest.length) {
		if (database !== undefined) throw new CliError('--database belongs to init.');
		return { command, name, ...options };
	}
	if (command !== 'init' || name !== undefined)
		throw new CliError(`Unknown command: ${positionals.join(' ')}. There are: init, add <name>`);
	if (database !== undefined && !isDatabase(database))
		throw new CliError(`--database is ${databaseNames}, not ${database}.`);
	return { command, database, ...options };
}

function parse(args: string[]) {
	try {
		return parseArgs({
			args,
			allowPositionals: true,
			options: {
				database: { type: 'string' },
				prisma: { type: 'string' },
				yes: { type: 'boolean', short: 'y' },
				'dry-run': { type: 'boolean' },
				'no-install': { type: 'boolean' },
				help: { type: 'boolean', short: 'h' },
				version: { type: 'boolean', short: 'v' }
			}
		});
	} catch (error) {
		throw new CliError(`${(error as Error).message}\nSee svelte-guardian --help`);
	}
}
