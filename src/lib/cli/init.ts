import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, type App } from './app.js';
import { apply, type Outcome } from './apply.js';
import type { InitOptions } from './arguments.js';
import { chooseSchema } from './choose-schema.js';
import { ask, commandOf, installCommandOf, run } from './commands.js';
import { diffOf } from './diff.js';
import { engineProblem } from './engines.js';
import { CliError } from './errors.js';
import { makePlan } from './make-plan.js';
import { type Plan } from './plan.js';
import { wantedPackages } from './plan-dependencies.js';
import type { Target } from './templates.js';
import type { Terminal } from './terminal.js';

/**
 * Sets the kit up in the app of a folder.
 *
 * @throws {CliError} with the words and the exit code, when it does not get to the end
 */
export async function init(root: string, options: InitOptions, terminal: Terminal): Promise<void> {
	const app = await inspect(root);
	if (app.manager.name === 'pnpm')
		app.manager.version ??= ask(root, ['pnpm', '--version']) ?? undefined;
	if (usesPnp(app))
		terminal.say(
			"Hint: Yarn's Plug'n'Play is on, which Vite does not support. Write nodeLinker: node-modules into .yarnrc.yml."
		);
	app.schema = await chooseSchema(app, options, terminal);
	const database = await chooseDatabase(app, options, terminal);
	const plan = makePlan(app, database);
	const steps = stepsFor(app, database, plan);
	const install = words(installCommandOf(app.manager.agent));
	const isMissing = steps.some((step) => said(step) === install);
	if (isMissing) checkNode(app, options.install && !options.dryRun, terminal);

	if (!plan.changes.length && (!steps.length || !options.install)) {
		terminal.say('Nothing to do: svelte-guardian is set up here.');
		tellAdvice(plan, terminal);
		return;
	}
	if (options.dryRun) {
		for (const change of plan.changes) terminal.say(`\n${diffOf(change, terminal.isColoured)}`);
		tellAdvice(plan, terminal);
		terminal.say(
			`\nA dry run: nothing was written, and none of this was run:\n${list(steps.map(said))}`
		);
		return;
	}
	if (!options.yes && !terminal.isInteractive)
		throw new CliError(
			'There is no terminal to ask on. Run with --yes to make every change, or --dry-run to see them.'
		);
	if (ask(root, ['git', 'status', '--porcelain']))
		terminal.say(
			'Hint: git has changes that are not committed. After a commit, these are easier to tell apart.'
		);

	const outcome: Outcome = { done: [], left: [] };
	try {
		await apply(root, plan.changes, {
			yes: options.yes,
			terminal,
			outcome,
			within: join(root, app.workspace?.root ?? '')
		});
		if (options.install) await runSteps(root, steps, terminal);
	} catch (error) {
		terminal.say(
			`\nDone:\n${list(outcome.done)}\nLeft:\n${list([...outcome.left, ...steps.map(said)])}`
		);
		terminal.say('Run init again to go on; what is done stays.\n');
		throw error;
	}
	if (outcome.left.length) terminal.say(`\nNot changed, as you wished:\n${list(outcome.left)}`);
	tellAdvice(plan, terminal);
	const hasAdvice = plan.advice.some(({ path }) => path === app.schema?.path);
	tellNextSteps(app, database, { left: steps, hasAdvice }, terminal);
}

/** Whether something is to be installed that the package manager would refuse; said before any file is written. */
function checkNode({ kit, read, workspace }: App, willInstall: boolean, terminal: Terminal) {
	const problem = engineProblem({
		node: process.versions.node,
		kit,
		npmrc: [read('.npmrc'), workspace && read(`${workspace.root}/.npmrc`)].join('\n'),
		variable: process.env.npm_config_engine_strict
	});
	if (problem?.isRefused && willInstall) throw new CliError(problem.text);
	if (problem) terminal.say(`Hint: ${problem.text}`);
}

/** Yarn 2 and newer use it unless they are told not to. */
const usesPnp = ({ manager, read, workspace }: App) =>
	manager.agent === 'yarn@berry' &&
	!/^nodeLinker:\s*["']?(node-modules|pnpm)\b/m.test(
		read(workspace ? `${workspace.root}/.yarnrc.yml` : '.yarnrc.yml') ?? ''
	);

async function chooseDatabase(
	{ schema }: App,
	{ database, yes, dryRun }: InitOptions,
	terminal: Terminal
): Promise<Target['database']> {
	const there = schema?.database === 'postgres' ? 'postgresql' : schema?.database;
	if (there === undefined) {
		if (database || yes || dryRun || !terminal.isInteractive) return database ?? 'sqlite';
		return terminal.ask('Which database?', {
			sqlite: 'SQLite, in a file beside the app',
			postgresql: 'PostgreSQL'
		});
	}
	if (there !== 'sqlite' && there !== 'postgresql')
		throw new CliError(
			`init knows SQLite and PostgreSQL; ${schema?.path} is for ${there}. The README says how to do the rest by hand.`
		);
	if (database && database !== there)
		throw new CliError(
			`${schema?.path} is for ${there}, not for ${database}. Leave out --database.`
		);
	return there;
}

/** A command, and the folder to run it in; the app's where none is said. */
interface Step {
	command: string[];
	folder?: string | undefined;
}

/** The commands to run once the files are there. */
function stepsFor(app: App, database: Target['database'], plan: Plan): Step[] {
	const { root, manager } = app;
	const { dependencies, devDependencies } = wantedPackages({
		app,
		target: { kit: app.kit, language: app.language, database, hasLibImport: false }
	});
	const roots = ['.', ...(app.workspace ? [app.workspace.root] : [])];
	const isThere = (name: string) =>
		roots.some((folder) => app.find(`${folder}/node_modules/${name}`, `${folder}/.pnp.cjs`));
	const changesPackages = plan.changes.some(({ path }) =>
		/(^|\/)(package\.json|pnpm-workspace\.yaml)$/.test(path)
	);

	const steps: Step[] = [];
	if (changesPackages || !Object.keys({ ...dependencies, ...devDependencies }).every(isThere))
		steps.push({ command: installCommandOf(manager.agent) });
	const client = app.schema ? join(root, 'src/lib/server', app.schema.client) : '';
	const isGenerated = app.schema?.client.startsWith('.') && existsSync(client.replace(/js$/, 'ts'));
	if (plan.changes.some(({ path }) => path.endsWith('.prisma')) || !(isGenerated || isJs(client)))
		steps.push(...generating(app));
	return steps;
}

/** A client in JavaScript: one beside the app, or in node_modules, of which nothing tells whether it is up to date. */
const isJs = (client: string) => existsSync(client) || client.endsWith('@prisma/client');

/** Prisma reads tsconfig.json, which extends a file that SvelteKit generates: without that it stops. */
const generating = (app: App): Step[] => [
	{ command: commandOf(app.manager.agent, 'execute-local', 'svelte-kit', 'sync') },
	prisma(app, 'generate')
];

/** Prisma's command, where the schema is. */
const prisma = ({ manager, schema }: App, ...args: string[]): Step => ({
	command: commandOf(manager.agent, 'execute-local', 'prisma', ...args),
	folder: schema?.package?.folder
});

async function runSteps(root: string, steps: Step[], terminal: Terminal) {
	while (steps.length) {
		terminal.say(`\n$ ${said(steps[0]!)}`);
		await run(join(root, steps[0]!.folder ?? ''), steps[0]!.command);
		steps.shift();
	}
}

function tellAdvice({ advice }: Plan, terminal: Terminal) {
	for (const { path, text } of advice) terminal.say(`\nBy hand: ${path}\n${text}`);
}

function tellNextSteps(
	app: App,
	database: string,
	{ left, hasAdvice }: { left: Step[]; hasAdvice: boolean },
	terminal: Terminal
) {
	const migrate = said(prisma(app, 'migrate', 'dev', '--name', 'guardian'));
	const generate = said(prisma(app, 'generate'));
	const steps = [
		...left.map(said),
		...(database === 'postgresql'
			? ['export DATABASE_URL=postgresql://user:password@host:5432/database']
			: []),
		migrate,
		// The client that was generated before does not know what is changed by hand.
		...(hasAdvice && !left.some((step) => said(step) === generate) ? [generate] : []),
		words(commandOf(app.manager.agent, 'run', 'dev'))
	];
	terminal.say(`\nNext steps:\n${list(steps)}\nThen open /signup`);
}

const words = (command: string[]) => command.join(' ');
const said = ({ command, folder }: Step) =>
	folder === undefined ? words(command) : `(cd ${folder} && ${words(command)})`;
const list = (items: string[]) => items.map((item) => `  ${item}`).join('\n') || '  nothing';
