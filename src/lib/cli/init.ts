import type { App } from './app.js';
import type { InitOptions } from './arguments.js';
import { carryOut, open } from './carry-out.js';
import { commandOf } from './commands.js';
import { databases, isDatabase } from './databases.js';
import { CliError } from './errors.js';
import { makePlan } from './make-plan.js';
import { wantedPackages } from './plan-dependencies.js';
import { commandLine, indented, prisma, stepsFor, type Step } from './steps.js';
import type { Target } from './templates.js';
import type { Terminal } from './terminal.js';

/**
 * Sets the kit up in the app of a folder.
 *
 * @throws {CliError} with the words and the exit code, when it does not get to the end
 */
export async function init(root: string, options: InitOptions, terminal: Terminal): Promise<void> {
	const app = await open(root, options, terminal);
	const database = await chooseDatabase(app, options, terminal);
	const plan = makePlan(app, database);
	const hasAdvice = plan.advice.some(({ path }) => path === app.schema?.path);
	await carryOut(
		app,
		{
			plan,
			steps: stepsFor(app, packagesOf(app, database), plan),
			nothing: 'Nothing to do: svelte-guardian is set up here.',
			tellNext: (left) => {
				const steps = nextSteps(app, database, { left, hasAdvice });
				terminal.say(`\nNext steps:\n${indented(steps)}\nThen open /signup`);
			}
		},
		options,
		terminal
	);
}

/** The names of the packages that the app needs. */
export function packagesOf(app: App, database: Target['database']): string[] {
	const target = { kit: app.kit, language: app.language, database, hasLibImport: false };
	const { dependencies, devDependencies } = wantedPackages({ app, target });
	return Object.keys({ ...dependencies, ...devDependencies });
}

async function chooseDatabase(
	app: App,
	{ database, yes, dryRun }: InitOptions,
	terminal: Terminal
): Promise<Target['database']> {
	const there = databaseOf(app);
	if (there === undefined) {
		if (database || yes || dryRun || !terminal.isInteractive) return database ?? 'sqlite';
		const labels = Object.entries(databases).map(([name, { label }]) => [name, label]);
		return terminal.ask(
			'Which database?',
			Object.fromEntries(labels) as Record<Target['database'], string>
		);
	}
	if (database && database !== there)
		throw new CliError(
			`${app.schema?.path} is for ${there}, not for ${database}. Leave out --database.`
		);
	return there;
}

/**
 * The engine of the schema that is there.
 *
 * @throws {CliError} for one that init does not know
 */
export function databaseOf({ schema }: App): Target['database'] | undefined {
	const there = schema?.database === 'postgres' ? 'postgresql' : schema?.database;
	if (there !== undefined && !isDatabase(there))
		throw new CliError(
			`init knows SQLite, PostgreSQL, MySQL and MariaDB; ${schema?.path} is for ${there}. To do the rest by hand: node_modules/svelte-guardian/src/docs/getting-started.md`
		);
	return there;
}

/** What to do once the files are there. */
export function nextSteps(
	app: App,
	database: Target['database'],
	{ left, hasAdvice }: { left: Step[]; hasAdvice: boolean }
): string[] {
	const generate = commandLine(prisma(app, 'generate'));
	const { url } = databases[database];
	return [
		...left.map(commandLine),
		...(url === undefined ? [] : [`export DATABASE_URL=${url}`]),
		commandLine(prisma(app, 'migrate', 'dev', '--name', 'guardian')),
		// The client that was generated before does not know what is changed by hand.
		...(hasAdvice && !left.some((step) => commandLine(step) === generate) ? [generate] : []),
		commandOf(app.manager.agent, 'run', 'dev').join(' ')
	];
}
