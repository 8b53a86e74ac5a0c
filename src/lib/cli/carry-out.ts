import { join } from 'node:path';
import { inspect, type App } from './app.js';
import { apply, type Outcome } from './apply.js';
import type { Options } from './arguments.js';
import { chooseSchema } from './choose-schema.js';
import { ask } from './commands.js';
import { diffOf } from './diff.js';
import { engineProblem } from './engines.js';
import { CliError } from './errors.js';
import type { Plan } from './plan.js';
import { installStep, indented, runSteps, commandLine, type Step } from './steps.js';
import type { Terminal } from './terminal.js';

/**
 * Looks at the app of a folder, and at the schema that holds its users.
 *
 * @throws {CliError} when it cannot be set up
 */
export async function open(root: string, options: Options, terminal: Terminal): Promise<App> {
	const app = await inspect(root);
	if (app.manager.name === 'pnpm')
		app.manager.version ??= ask(root, ['pnpm', '--version']) ?? undefined;
	if (usesPnp(app))
		terminal.say(
			"Hint: Yarn's Plug'n'Play is on, which Vite does not support. Write nodeLinker: node-modules into .yarnrc.yml."
		);
	app.schema = await chooseSchema(app, options, terminal);
	return app;
}

/** Yarn 2 and newer use it unless they are told not to. */
const usesPnp = ({ manager, read, workspace }: App) =>
	manager.agent === 'yarn@berry' &&
	!/^nodeLinker:\s*["']?(node-modules|pnpm)\b/m.test(
		read(workspace ? `${workspace.root}/.yarnrc.yml` : '.yarnrc.yml') ?? ''
	);

/** What is to be done in an app, and what to say about it. */
export interface Work {
	plan: Plan;
	steps: Step[];
	/** Said where nothing is left to do. */
	nothing: string;
	/** What to do afterwards. It is given the steps that were not run. */
	tellNext(left: Step[]): void;
}

/**
 * Shows what would be done, asks, and does it.
 *
 * @throws {CliError} with the words and the exit code, when it does not get to the end
 */
export async function carryOut(
	app: App,
	{ plan, steps, nothing, tellNext }: Work,
	options: Options,
	terminal: Terminal
): Promise<void> {
	const { root } = app;
	const isMissing = steps.some((step) => commandLine(step) === commandLine(installStep(app)));
	if (isMissing) checkNode(app, options.install && !options.dryRun, terminal);

	if (!plan.changes.length && (!steps.length || !options.install)) {
		terminal.say(nothing);
		tellAdvice(plan, terminal);
		return;
	}
	if (options.dryRun) {
		for (const change of plan.changes) terminal.say(`\n${diffOf(change, terminal.isColoured)}`);
		tellAdvice(plan, terminal);
		terminal.say(
			`\nA dry run: nothing was written, and none of this was run:\n${indented(steps.map(commandLine))}`
		);
		return;
	}
	if (!options.yes && !terminal.isInteractive)
		throw new CliError(
			'There is no terminal to ask on. Run with --yes to make every change, or --dry-run to see them.'
		);
	// The cure for EBADENGINE has just changed .npmrc.
	const changed = ask(root, ['git', 'status', '--porcelain']) || '';
	if (/^(?!.* \.npmrc$)./m.test(changed))
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
			`\nDone:\n${indented(outcome.done)}\nLeft:\n${indented([...outcome.left, ...steps.map(commandLine)])}`
		);
		terminal.say('Run the command again to go on; what is done stays.\n');
		throw error;
	}
	if (outcome.left.length) terminal.say(`\nNot changed, as you wished:\n${indented(outcome.left)}`);
	tellAdvice(plan, terminal);
	tellNext(steps);
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

function tellAdvice({ advice }: Plan, terminal: Terminal) {
	for (const { path, text } of advice) terminal.say(`\nBy hand: ${path}\n${text}`);
}
