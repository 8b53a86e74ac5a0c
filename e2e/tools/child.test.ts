import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { runTool } from './child.js';

const child = new URL('./child.js', import.meta.url).href;

/** Runs a module in a process of its own, to be signalled; answers once it printed its first line. */
async function started(module: string) {
	const runner = spawn(process.execPath, ['--input-type=module', '-e', module], {
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	runner.stdout.on('data', (chunk) => (output += chunk));
	runner.stderr.on('data', (chunk) => (output += chunk));
	const closed = once(runner, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
	while (!output.includes('\n')) await new Promise((resolve) => setTimeout(resolve, 20));
	return { runner, closed, output: () => output };
}

const shell = (script: string, timeoutMs = 10_000) =>
	runTool('/bin/sh', ['-c', script], { timeoutMs, quiet: true });

describe.skipIf(process.platform === 'win32')('runTool', () => {
	test('an exit code is passed through, with what was printed on either stream', async () => {
		expect(await shell('echo out; echo err >&2; exit 7')).toEqual({
			code: 7,
			failure: undefined,
			timedOut: false,
			output: expect.stringMatching(/^(out\nerr|err\nout)\n$/)
		});
	});

	test('a tool ended by a signal has the code a shell would give it', async () => {
		expect((await shell('kill -TERM $$')).code).toBe(143);
	});

	test('a tool that cannot be started is a failure, not an exception', async () => {
		const ending = await runTool('/nowhere/tool', [], { timeoutMs: 1000, quiet: true });

		expect(ending.code).not.toBe(0);
		expect(ending.failure).toContain('ENOENT');
	});

	test('a tool past its time limit is ended', async () => {
		expect((await shell('sleep 60', 200)).timedOut).toBe(true);
	});

	test(
		'a tool past its time limit may tidy up, yet not refuse to end',
		{ timeout: 15_000 },
		async () => {
			const tidy = await shell("trap 'echo tidied up; exit 1' TERM; sleep 60 & wait", 200);
			expect(tidy.output).toBe('tidied up\n');

			expect((await shell("trap '' TERM; sleep 60", 200)).code).toBe(137);
		}
	);

	test('being told to stop ends the tool with all it started, and what would come next is not begun', async () => {
		const { runner, closed, output } = await started(`
			import { runTool } from ${JSON.stringify(child)};
			try {
				await runTool('/bin/sh', ['-c', 'echo up; sleep 60; echo survived'], { timeoutMs: 50000 });
				console.log('next');
			} catch (error) {
				console.log(error.name, error.code);
			}
		`);
		runner.kill('SIGTERM');
		await closed;

		expect(output()).toBe('up\nInterrupted 143\n');
	});
});

describe.skipIf(process.platform === 'win32')('runPlaywright', () => {
	const inOurPlace = (script: string) => `
		import { runPlaywright } from ${JSON.stringify(child)};
		process.exitCode = await runPlaywright(['-e', ${JSON.stringify(script)}], process.env);
	`;

	test('the exit code is passed through', async () => {
		const { closed } = await started(inOurPlace("console.log('up'); process.exitCode = 3"));

		expect(await closed).toEqual([3, null]);
	});

	test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
		'%s reaches it as SIGINT, and its own way of ending is waited for',
		async (signal) => {
			const { runner, closed, output } = await started(
				inOurPlace(`
					process.on('SIGINT', () => setTimeout(() => { console.log('tidied up'); process.exit(130); }, 100));
					setInterval(() => {}, 1000);
					console.log('up');
				`)
			);
			runner.kill(signal);

			expect(await closed).toEqual([130, null]);
			expect(output()).toBe('up\ntidied up\n');
		}
	);
});
