import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** How a command ended. */
export interface Ended {
	code: number;
	/** All it has said. */
	output: string;
}

/** Runs commands in one folder and one environment. */
export interface Commands {
	/** Whatever comes of it. */
	run(command: string, ...args: string[]): Promise<Ended>;
	/** @throws with all it has said, when it fails */
	mustRun(command: string, ...args: string[]): Promise<string>;
	/**
	 * For a command that takes things from the network: tried once more when that had a hiccup.
	 *
	 * @throws with all it has said, when it fails
	 */
	mustInstall(command: string, ...args: string[]): Promise<string>;
}

/** The longest that one command may take. An installation takes half a minute where nothing else runs. */
const TIMEOUT_MS = 600_000;

/** What npm and pnpm say when it was the network. */
const HICCUP =
	/\b(ECONNRESET|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|ERR_SOCKET_TIMEOUT|EINTEGRITY|ERR_PNPM_(META_)?FETCH\w*)\b|socket hang up|network|\b(429|50[0234])\b/i;

/**
 * @example
 * ```ts
 * const { mustInstall } = commandsIn(folder, process.env);
 * await mustInstall('npm', 'install');
 * ```
 */
export function commandsIn(cwd: string, env: NodeJS.ProcessEnv): Commands {
	async function run(command: string, ...args: string[]): Promise<Ended> {
		const running = execute(command, args, {
			cwd,
			env,
			timeout: TIMEOUT_MS,
			maxBuffer: 64 * 1024 * 1024
		});
		running.child.stdin?.end();
		return running.then(
			({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
			(failed: Failed) => ({
				code: typeof failed.code === 'number' ? failed.code : 1,
				output: (failed.killed ? OUT_OF_TIME : '') + (said(failed) || failed.message)
			})
		);
	}
	async function mustRun(command: string, ...args: string[]): Promise<string> {
		const { code, output } = await run(command, ...args);
		if (code === 0) return output;
		throw new Error(`"${[command, ...args].join(' ')}" ended with ${code}:\n${output}`);
	}
	return {
		run,
		mustRun,
		async mustInstall(command, ...args) {
			const { code, output } = await run(command, ...args);
			if (code === 0) return output;
			if (!HICCUP.test(output))
				throw new Error(`"${[command, ...args].join(' ')}" ended with ${code}:\n${output}`);
			return mustRun(command, ...args);
		}
	};
}

interface Failed {
	code?: number | string;
	killed?: boolean;
	stdout?: string;
	stderr?: string;
	message: string;
}

const OUT_OF_TIME = `Stopped after ${TIMEOUT_MS / 60_000} minutes.\n`;
const said = ({ stdout = '', stderr = '' }: Failed) => stdout + stderr;
