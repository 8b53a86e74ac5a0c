import { parseArgs } from 'node:util';
import { CliError } from './errors.js';

export const USAGE = `Usage: svelte-guardian init [options]

Sets svelte-guardian up in the SvelteKit app of this folder: dependencies, Prisma models, src/lib/server/auth,
hooks, types, and the pages to sign up, in and out. Shows each change to a file of yours and asks first.
Run it again at any time: what is done already is left alone.

Options:
  --database <name>  sqlite or postgresql; of a new Prisma schema. Default: asks, and sqlite with --yes
  --prisma <name>    the package of the workspace whose Prisma schema holds the users, or own for a new one of this
                     app. Default: the one that the app depends on; otherwise asks
  -y, --yes          makes every change without asking
  --dry-run          shows every change and makes none
  --no-install       does not run the package manager, nor prisma generate
  -h, --help         shows this
  -v, --version      shows the version

Exit codes: 0 done, or nothing to do; 1 a step failed; 2 nothing was begun; 130 interrupted
`;

/** What init was asked for. */
export interface InitOptions {
	database: 'sqlite' | 'postgresql' | undefined;
	prisma: string | undefined;
	yes: boolean;
	dryRun: boolean;
	install: boolean;
}

/**
 * Reads a command line.
 *
 * @throws {CliError} when it makes no sense
 */
export function readArguments(args: string[]): 'help' | 'version' | InitOptions {
	const { values, positionals } = parse(args);
	if (values.help) return 'help';
	if (values.version) return 'version';
	if (!positionals.length) return 'help';
	const [command, ...rest] = positionals;
	if (command !== 'init' || rest.length)
		throw new CliError(`Unknown command: ${positionals.join(' ')}. There is one: init`);
	const { database } = values;
	if (database !== undefined && database !== 'sqlite' && database !== 'postgresql')
		throw new CliError(`--database is sqlite or postgresql, not ${database}.`);
	return {
		database,
		prisma: values.prisma,
		yes: values.yes ?? false,
		dryRun: values['dry-run'] ?? false,
		install: !values['no-install']
	};
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
