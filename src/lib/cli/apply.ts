import { diffOf } from './diff.js';
import { CliError } from './errors.js';
import { assertWritable, readText, writeText } from './files.js';
import type { Change } from './plan.js';
import type { Terminal } from './terminal.js';

/** What was done and what was not, by path. */
export interface Outcome {
	done: string[];
	left: string[];
}

/**
 * Writes what is agreed to. New files are asked for once, all together; each change to a file of the app by itself.
 *
 * @param within the folder that all files have to be in: the app's, or that of its workspace
 * @param outcome is kept up to date, and so is true after an error, too
 * @throws {CliError} when a file changed since the plan was made, or is a symbolic link or outside of the app's folder
 */
export async function apply(
	root: string,
	changes: Change[],
	{
		yes,
		terminal,
		outcome,
		within = root
	}: { yes: boolean; terminal: Terminal; outcome: Outcome; within?: string }
): Promise<void> {
	// Before the first one is written.
	for (const { path } of changes) assertWritable(root, path, within);
	outcome.left.push(...changes.map(({ path }) => path));
	const fresh = changes.filter(({ before }) => before === null);
	let all = yes;
	const wantsFresh = all || !fresh.length || (await agreesToFresh(fresh, terminal));

	for (const change of changes) {
		if (change.before === null) {
			if (!wantsFresh) continue;
		} else {
			terminal.say(`\n${diffOf(change, terminal.isColoured)}\n`);
			if (!all) {
				const answer = await terminal.ask(`Change ${change.path}?`, {
					yes: 'Yes',
					no: 'No, leave it as it is',
					all: 'Yes, and everything that follows'
				});
				if (answer === 'no') continue;
				all = answer === 'all';
			}
		}
		await write(root, change, within);
		terminal.say(`${change.before === null ? 'created' : 'changed'}  ${change.path}`);
		outcome.left.splice(outcome.left.indexOf(change.path), 1);
		outcome.done.push(change.path);
	}
}

async function agreesToFresh(fresh: Change[], terminal: Terminal): Promise<boolean> {
	terminal.say(`\nNew files:\n${fresh.map(({ path }) => `  ${path}`).join('\n')}\n`);
	const answer = await terminal.ask('Create them?', {
		yes: 'Yes',
		no: 'No',
		show: 'Show them first'
	});
	if (answer !== 'show') return answer === 'yes';
	for (const change of fresh) terminal.say(`\n${diffOf(change, terminal.isColoured)}`);
	return (await terminal.ask('Create them?', { yes: 'Yes', no: 'No' })) === 'yes';
}

async function write(root: string, { path, before, after }: Change, within: string): Promise<void> {
	if (readText(root, path) !== before)
		throw new CliError(
			`${path} was changed by something else meanwhile. Run the command again.`,
			1
		);
	await writeText(root, path, after, within);
}
