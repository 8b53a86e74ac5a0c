import kit from '../../../package.json' with { type: 'json' };
import type { Recipe } from '../recipe.js';
import { add } from './add.js';
import { readArguments, usage } from './arguments.js';
import { CliError } from './errors.js';
import { init } from './init.js';
import { recipes } from './recipes.js';
import { Terminal, type Streams } from './terminal.js';

/**
 * The command line.
 *
 * @param args without the names of Node and of the script
 * @param all what can be added. Default: the recipes of the kit
 * @returns the exit code
 */
export async function main(
	args: string[],
	cwd: string,
	streams: Streams,
	all: Recipe[] = recipes
): Promise<number> {
	const terminal = new Terminal(streams);
	try {
		const asked = readArguments(args);
		if (asked === 'help') terminal.say(usage(all));
		else if (asked === 'version') terminal.say(kit.version);
		else if (asked.command === 'init') await init(cwd, asked, terminal);
		else await add(cwd, asked, terminal, all);
		return 0;
	} catch (error) {
		if (!isExpected(error)) throw error;
		terminal.say(`svelte-guardian: ${error.message}`);
		return error instanceof CliError ? error.exitCode : 1;
	}
}

/** What init says itself, and what the file system says: a disk that is full, a folder that may not be written. */
const isExpected = (error: unknown): error is Error =>
	error instanceof CliError || (error instanceof Error && 'syscall' in error);
