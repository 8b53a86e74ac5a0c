import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolveCommand, type Agent, type Command } from 'package-manager-detector';
import { CliError } from './errors.js';

/** The words of one of a package manager's commands. */
export function commandOf(agent: string, command: Command, ...args: string[]): string[] {
	const resolved = resolveCommand(agent as Agent, command, args) ?? {
		command: 'npm',
		args: ['install']
	};
	return [resolved.command, ...resolved.args];
}

/** Where `CI` is set, these install only what the lock file has, unless told that it may change. */
const LOCK_MAY_CHANGE: Partial<Record<Agent, string>> = {
	pnpm: '--no-frozen-lockfile',
	'pnpm@6': '--no-frozen-lockfile',
	'yarn@berry': '--no-immutable'
};

/** The words that install what was just added to package.json. */
export function installCommandOf(agent: string): string[] {
	const option = LOCK_MAY_CHANGE[agent as Agent];
	return commandOf(agent, 'install', ...(option ? [option] : []));
}

/**
 * Runs a command in the app, for all to see.
 *
 * @throws {CliError} when it fails, or cannot be started
 */
export async function run(root: string, [command, ...args]: string[]): Promise<void> {
	const child = spawn(command!, args, {
		cwd: root,
		stdio: ['ignore', 'inherit', 'inherit'],
		// Package managers are scripts there, which only a shell can start.
		shell: process.platform === 'win32'
	});
	const words = [command, ...args].join(' ');
	const status = await once(child, 'exit').then(
		([code, signal]) => (signal as string | null) ?? (code as number),
		(error: Error) => error.message
	);
	if (status !== 0)
		throw new CliError(`"${words}" failed (${status}).`, status === 'SIGINT' ? 130 : 1);
}

/** What a command prints, or `null` when it fails. */
export function ask(root: string, [command, ...args]: string[]): string | null {
	const shell = process.platform === 'win32';
	const { status, stdout } = spawnSync(command!, args, { cwd: root, encoding: 'utf8', shell });
	return status === 0 ? stdout.trim() : null;
}
