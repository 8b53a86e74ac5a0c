import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** @import { ChildProcess } from 'node:child_process' */

/**
 * How a program ended.
 *
 * @typedef {object} Ending
 * @property {number} code its exit code; 128 + the signal's number when a signal ended it, as a shell has it
 * @property {boolean} timedOut
 * @property {string} output what it printed, if that was asked for
 * @property {string | undefined} failure why it could not be started at all
 */

/** Somebody asked us to stop while a program ran. What comes next must not be begun. */
export class Interrupted extends Error {
	/** @param {NodeJS.Signals} signal */
	constructor(signal) {
		super(`Stopped by ${signal}`);
		this.name = 'Interrupted';
		this.code = codeOf(signal);
	}
}

/** @type {NodeJS.Signals[]} */
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** How long a tool past its time limit has to end by itself. */
const GRACE_MS = 3_000;

/**
 * Runs a tool to its end, or to its time limit. The tool gets a process group of its own: download helpers and wrapper
 * scripts start children, and ending the tool alone would leave those at work behind our back.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {object} options
 * @param {number} options.timeoutMs
 * @param {Record<string, string>} [options.env] added to ours
 * @param {boolean} [options.quiet] keep what it prints as `output` instead of showing it; off by default
 * @returns {Promise<Ending>}
 * @throws {Interrupted} when we were told to stop meanwhile
 * @example
 * ```js
 * const { code, output } = await runTool('/usr/bin/chromium', ['--version'], { timeoutMs: 20_000, quiet: true });
 * ```
 */
export async function runTool(file, args, { timeoutMs, env = {}, quiet = false }) {
	const group = process.platform !== 'win32';
	/** @type {ChildProcess | undefined} */
	let child;
	/** @param {NodeJS.Signals} signal */
	const send = (signal) => {
		if (child?.pid === undefined) return;
		try {
			if (group) process.kill(-child.pid, signal);
			else child.kill(signal);
		} catch {
			// Ended in this very moment, which is what was wanted.
		}
	};

	let timedOut = false;
	/** @type {NodeJS.Timeout | undefined} */
	let force;
	const limit = setTimeout(() => {
		timedOut = true;
		// Asked first: a package manager ended by force leaves locks and half a package behind.
		send('SIGTERM');
		force = setTimeout(() => send('SIGKILL'), GRACE_MS);
	}, timeoutMs);

	let output = '';
	const { ending, interruptedBy } = await untilEnded(send, () => {
		child = spawn(file, args, {
			detached: group,
			env: { ...process.env, ...env },
			// Standard output belongs to the test report, which may be JSON: a tool's progress goes beside it.
			stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2]
		});
		child.stdout?.on('data', (chunk) => (output += chunk));
		child.stderr?.on('data', (chunk) => (output += chunk));
		return child;
	});
	clearTimeout(limit);
	clearTimeout(force);

	if (interruptedBy) throw new Interrupted(interruptedBy);
	return { ...ending, timedOut, output };
}

/**
 * Runs Playwright as if it had been started in our place: same terminal, same process group. Whatever tells us to stop
 * reaches it as SIGINT, the one signal on which it closes its browsers and its web server. On SIGTERM it is gone at once,
 * the server keeps its port, and every later run refuses to start on a port in use.
 *
 * @param {readonly string[]} args the script, then its arguments
 * @param {Record<string, string | undefined>} env the whole environment
 * @returns {Promise<number>} its exit code
 * @throws when it cannot be started
 * @example
 * ```js
 * process.exitCode = await runPlaywright([cli, 'test'], process.env);
 * ```
 */
export async function runPlaywright(args, env) {
	/** @type {ChildProcess | undefined} */
	let child;
	const passOn = () => {
		// A terminal has sent Ctrl+C to the child already. Yet it is passed on, since `npm` and CI runners signal one
		// process only; Playwright takes what arrives within a second for one. On Windows it is always the console that
		// sends it, and `kill` would not signal but end the child.
		if (process.platform !== 'win32') child?.kill('SIGINT');
	};
	const { ending } = await untilEnded(passOn, () => {
		child = spawn(process.execPath, args, { env, stdio: 'inherit' });
		return child;
	});
	if (ending.failure) throw new Error(ending.failure);
	return ending.code;
}

/**
 * Starts a program and waits for its end. We listen for signals before it starts: one that came in between would end us
 * and leave it running.
 *
 * @param {(signal: NodeJS.Signals) => void} send
 * @param {() => ChildProcess} start
 * @returns {Promise<{ ending: Pick<Ending, 'code' | 'failure'>, interruptedBy: NodeJS.Signals | undefined }>}
 */
async function untilEnded(send, start) {
	/** @type {NodeJS.Signals | undefined} */
	let interruptedBy;
	/** @param {NodeJS.Signals} signal */
	const listener = (signal) => {
		interruptedBy = signal;
		send(signal);
	};
	for (const signal of PASSED_ON) process.on(signal, listener);
	try {
		return { ending: await endOf(start), interruptedBy };
	} finally {
		for (const signal of PASSED_ON) process.off(signal, listener);
	}
}

/**
 * @param {() => ChildProcess} start
 * @returns {Promise<Pick<Ending, 'code' | 'failure'>>}
 */
function endOf(start) {
	return new Promise((resolve) => {
		/** @param {unknown} error */
		const failed = (error) => resolve({ code: 1, failure: String(error) });
		try {
			const child = start();
			child.once('error', failed);
			child.once('close', (code, signal) =>
				resolve({ code: code ?? (signal ? codeOf(signal) : 1), failure: undefined })
			);
		} catch (error) {
			// Node reports some reasons in an event and throws others, such as a path that leads through a file.
			failed(error);
		}
	});
}

/** @param {NodeJS.Signals} signal */
function codeOf(signal) {
	return 128 + constants.signals[signal];
}
