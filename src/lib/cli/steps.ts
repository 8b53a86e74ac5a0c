import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from './app.js';
import { commandOf, installCommandOf, run } from './commands.js';
import type { Plan } from './plan.js';
import type { Terminal } from './terminal.js';

/** A command, and the folder to run it in; the app's where none is said. */
export interface Step {
	command: string[];
	folder?: string | undefined;
}

/** The command that installs what package.json names. */
export const installStep = ({ manager }: App): Step => ({
	command: installCommandOf(manager.agent)
});

/**
 * The commands to run once the files are there: installing where a package is missing, generating where the client is old.
 *
 * @param packages the names of those that the app needs
 */
export function stepsFor(app: App, packages: string[], plan: Plan): Step[] {
	const { root } = app;
	const roots = ['.', ...(app.workspace ? [app.workspace.root] : [])];
	const isThere = (name: string) =>
		roots.some((folder) => app.find(`${folder}/node_modules/${name}`, `${folder}/.pnp.cjs`));
	const changesPackages = plan.changes.some(({ path }) =>
		/(^|\/)(package\.json|pnpm-workspace\.yaml)$/.test(path)
	);

	const steps: Step[] = [];
	if (changesPackages || !packages.every(isThere)) steps.push(installStep(app));
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
export const prisma = ({ manager, schema }: App, ...args: string[]): Step => ({
	command: commandOf(manager.agent, 'execute-local', 'prisma', ...args),
	folder: schema?.package?.folder
});

/** Runs them one after the other, and takes out those that are done. */
export async function runSteps(root: string, steps: Step[], terminal: Terminal): Promise<void> {
	while (steps.length) {
		terminal.say(`\n$ ${commandLine(steps[0]!)}`);
		await run(join(root, steps[0]!.folder ?? ''), steps[0]!.command);
		steps.shift();
	}
}

/** A step as one types it. */
export const commandLine = ({ command, folder }: Step): string =>
	folder === undefined ? command.join(' ') : `(cd ${folder} && ${command.join(' ')})`;

/** Lines below a heading. */
export const indented = (items: string[]): string =>
	items.map((item) => `  ${item}`).join('\n') || '  nothing';
