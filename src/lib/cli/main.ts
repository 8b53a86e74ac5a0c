import kit from '../../../package.json' with { type: 'json' };
import { readArguments, USAGE } from './arguments.js';
import { CliError } from './errors.js';
import { init } from './init.js';
import { Terminal, type Streams } from './terminal.js';

/**
 * The command line.
 *
 * @param args without the names of Node and of the script
 * @returns the exit code
 */
export async function main(args: string[], cwd: string, streams: Streams): Promise<number> {
	const terminal = new Terminal(streams);
	try {
		const asked = readArguments(args);
		if (asked === 'help') terminal.say(USAGE);
		else if (asked === 'version') terminal.say(kit.version);
		else await init(cwd, asked, terminal);
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
