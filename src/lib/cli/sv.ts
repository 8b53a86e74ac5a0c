import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from './app.js';
import type { Options } from './arguments.js';
import { open } from './carry-out.js';
import { databases, type DatabaseName } from './databases.js';
import { databaseOf, nextSteps, packagesOf } from './init.js';
import { CliError } from './errors.js';
import { assertWritable, writeText } from './files.js';
import { makePlan } from './make-plan.js';
import { planRecipe } from './plan-recipe.js';
import type { Plan } from './plan.js';
import { recipes } from './recipes.js';
import { stepsFor } from './steps.js';
import { Terminal } from './terminal.js';

/** What sv gives an add-on, as far as this one takes it. */
interface Workspace {
	cwd: string;
	isKit: boolean;
	options: { database?: DatabaseName; add?: string[] };
	unsupported(reason: string): void;
	cancel(reason: string): void;
	sv: { file(path: string, edit: (content: string) => string): void };
}

/** sv asks by itself. */
const OPTIONS: Options = { prisma: undefined, yes: true, dryRun: false, install: false };

/** Said by `nextSteps`, which sv calls after `run`. */
let told: string[] = [];

/**
 * The add-on of the Svelte CLI: `npx sv add` and `npx sv create --add`. What is written is what `init` and `add` write: the same
 * plan, carried out by sv, which installs and formats as well.
 */
const addon = {
	id: 'svelte-guardian',
	shortDescription: 'accounts in your own database: sign up, in and out',
	options: {
		database: {
			type: 'select',
			question: 'Which database? Of a new Prisma schema; one that is there keeps its own.',
			default: 'sqlite',
			options: Object.entries(databases).map(([value, { label }]) => ({ value, label }))
		},
		add: {
			type: 'multiselect',
			question: 'What else?',
			default: [] as string[],
			required: false,
			options: recipes.map(({ name, summary }) => ({ value: name, label: name, hint: summary }))
		}
	},
	setup({ isKit, unsupported }: Pick<Workspace, 'isKit' | 'unsupported'>) {
		if (!isKit) unsupported('svelte-guardian is for apps on SvelteKit');
	},
	async run({ cwd, options, sv, cancel }: Workspace) {
		try {
			await setUp(cwd, options, sv);
		} catch (error) {
			if (!(error instanceof CliError)) throw error;
			cancel(error.message);
		}
	},
	nextSteps: () => told
};
export default addon;

async function setUp(cwd: string, options: Workspace['options'], sv: Workspace['sv']) {
	const next: string[] = [];
	const terminal = new Terminal({
		input: process.stdin,
		output: process.stderr,
		isInteractive: false,
		isColoured: false
	});
	const look = () => open(cwd, OPTIONS, terminal);

	const app = await look();
	const database = databaseOf(app) ?? options.database ?? 'sqlite';
	const plan = makePlan(app, database);
	await write(app, plan, sv);
	const hasAdvice = plan.advice.some(({ path }) => path === app.schema?.path);
	const advice = [...plan.advice];
	for (const recipe of recipes.filter(({ name }) => options.add?.includes(name))) {
		const more = planRecipe(await look(), recipe);
		await write(app, more, sv);
		advice.push(...more.advice);
		next.push(...more.next, ...(recipe.next ?? []));
	}
	// Installing is sv's.
	const [, ...left] = stepsFor(app, packagesOf(app, database), plan);
	told = [
		...nextSteps(app, database, { left, hasAdvice }),
		...next,
		...advice.map(({ path, text }) => `By hand: ${path}\n${text}`)
	];
}

async function write({ root, workspace }: App, plan: Plan, sv: Workspace['sv']) {
	const within = join(root, workspace?.root ?? '');
	for (const { path } of plan.changes) assertWritable(root, path, within);
	for (const { path, after } of plan.changes) {
		await writeText(root, path, after, within);
		// sv formats what it knows of; but to others than these it would give new line ends.
		if (/^[^\uFEFF\r]+\n$/.test(await readFile(join(root, path), 'utf8')))
			sv.file(path, (text) => text);
	}
}
