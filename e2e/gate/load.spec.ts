import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createDatabase } from '../support/database.js';
import { administer } from '../support/postgres.js';
import { expect, test } from '../support/test.js';

const script = join(import.meta.dirname, '../load/index.js');

/** Starts a run: `output` is complete once it has `ended`, with the exit code. */
function start(args: string[], env: Record<string, string> = {}) {
	const child = execFile(process.execPath, [script, ...args], { env: { ...process.env, ...env } });
	const output = { out: '', progress: '' };
	child.stdout?.on('data', (text) => (output.out += text));
	child.stderr?.on('data', (text) => (output.progress += text));
	return { child, output, ended: once(child, 'close').then(([code]) => code as number | null) };
}

/** The database that a summary names, where the server still has it. */
const leftOf = async (summary: string) => {
	const [name] = /guardian_load_[0-9a-f]+/.exec(summary) ?? [];
	expect(name, summary).toBeDefined();
	const sql = `SELECT datname::text FROM pg_database WHERE datname = '${name}'`;
	return await administer(process.env.TEST_DATABASE_URL ?? '', sql);
};

test.beforeEach(() => test.setTimeout(300_000));

test('a crowd signs up, in and out, and leaves exactly the sessions it should', async ({
	provider
}) => {
	const instances = provider === 'sqlite' ? '1' : '2';
	// Few at a time: on a busy machine passwords wait too long to be checked, which is refused.
	const crowd = ['--people', '60', '--concurrency', '2'];
	const args = [...crowd, '--database', provider, '--instances', instances];
	const { output, ended } = start(args);

	expect(await ended, output.progress + output.out).toBe(0);
	expect(output.out).toContain('60 of 60');
	expect(output.out).toMatch(/Errors +0\n/);
	expect(output.out).toMatch(new RegExp(`Instances +${instances}\n`));
	expect(output.out).toMatch(/Sessions left +48, and should be 48/);
	expect(output.out).toMatch(/Left open +nothing(; nothing)?\n/);
});

test('the database that DATABASE_URL names is neither read nor written: the run has one of its own beside it', async ({
	provider
}) => {
	test.skip(provider !== 'postgresql', 'a file is always one of its own');
	const named = await createDatabase(provider);
	try {
		// With this address a person of the crowd could not sign up.
		const ann = { email: 'person-0@example.com', passwordHash: '-' };
		const user = await named.prisma.user.create({ data: ann });
		const { output, ended } = start(['--people', '10'], { DATABASE_URL: named.url });

		expect(await ended, output.progress + output.out).toBe(0);
		expect(output.out).toMatch(/Sessions left +(\d+), and should be \1\n/);
		expect(await leftOf(output.out)).toEqual([]);
		expect(await named.prisma.user.findMany()).toEqual([user]);
		expect(await named.prisma.session.count()).toBe(0);
	} finally {
		await named.close();
	}
});

test('a run that is stopped says how far it got, and deletes what it has made', async ({
	provider
}) => {
	test.skip(process.platform === 'win32', 'it ends a process without asking it');
	const folder = test.info().outputPath();
	await mkdir(folder, { recursive: true });
	const args = ['--people', '300', '--database', provider];
	const { child, output, ended } = start(args, { TMPDIR: folder });
	await expect.poll(() => output.progress, { timeout: 180_000 }).toContain('30 of 300');
	child.kill('SIGTERM');

	expect(await ended).toBe(1);
	expect(output.out).toMatch(/People +\d+ of 300,/);
	expect(output.out).toMatch(/Sessions left +(\d+), and should be \1\n/);
	expect(await readdir(folder)).toEqual([]);
	if (provider === 'postgresql') expect(await leftOf(output.out)).toEqual([]);
});
