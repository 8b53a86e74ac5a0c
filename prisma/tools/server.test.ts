import {
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	readlink,
	rm,
	stat,
	symlink,
	writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isGate } from '../../e2e/support/gate.js';
import { hasPostgres } from '../../e2e/support/postgres.js';
import { withoutPostgres } from '../../e2e/support/unit-setup.js';
import { administer } from '../../e2e/tools/administer.js';
import { mayDoWithout, PostgresUnavailable } from './postgres-unavailable.js';
import { copyBinaries, findBinaries } from './server-binaries.js';
import { startPostgres, tryPostgres } from './server.js';

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'a private folder '));
});
afterEach(async () => {
	vi.unstubAllEnvs();
	vi.restoreAllMocks();
	await rm(folder, { recursive: true, force: true });
});

// A server of TEST_DATABASE_URL says nothing about whether there are binaries.
const isAvailable = hasPostgres() && hasBinaries();

function hasBinaries() {
	try {
		return Boolean(findBinaries());
	} catch {
		return false;
	}
}

describe.skipIf(!isAvailable || process.platform === 'win32')('SE0 a PostgreSQL starts', () => {
	/** mkdtemp makes a folder that only its own user can enter, as root's home is. */
	// The server of every run starts from such a folder where that is one.
	test.runIf(isGate)(
		'from a private folder with a space, with a private folder for temporary files',
		{ timeout: 60_000 },
		async () => {
			const binaries = join(folder, 'native');
			copyBinaries(findBinaries(), binaries);
			vi.stubEnv('TMPDIR', folder);
			vi.stubEnv('HOME', '/nonexistent');
			const server = await startPostgres([], binaries);
			try {
				expect(await administer(server.url, 'SELECT 1')).toEqual([[1]]);
			} finally {
				await server.remove();
			}
			expect(await readdir(folder)).toEqual(['native']);
		}
	);
});

test('SE0 a copy of the binaries can be read by everybody, and takes no space where that is possible', async () => {
	const [from, to] = [join(folder, 'from'), join(folder, 'to')];
	await mkdir(join(from, 'bin'), { recursive: true });
	const files = { 'bin/closed': 0o600, 'bin/open': 0o755, 'closed.so': 0o600, 'open.so': 0o644 };
	for (const [name, mode] of Object.entries(files))
		await writeFile(join(from, name), name, { mode });
	await symlink('open.so', join(from, 'link.so'));

	copyBinaries(from, to);
	const look = async (name: string) => {
		const { mode, nlink } = await stat(join(to, name));
		return `${(mode & 0o777).toString(8)} ${nlink > 1 ? 'linked' : 'copied'}`;
	};
	expect(await look('bin/closed')).toBe('755 copied');
	expect(await look('bin/open')).toBe('755 linked');
	expect(await look('closed.so')).toBe('644 copied');
	expect(await look('open.so')).toBe('644 linked');
	expect(await readlink(join(to, 'link.so'))).toBe('open.so');
	expect(await readFile(join(to, 'closed.so'), 'utf8')).toBe('closed.so');
});

test('SE0 a server that does not start says so in one line', async () => {
	const refused = await startPostgres([], join(folder, 'nothing here')).catch((error) => error);
	expect(refused).toBeInstanceOf(PostgresUnavailable);
	expect(refused.reason).toBe('failed');
	expect(refused.message).toMatch(/^.*: (.*, or )?set TEST_DATABASE_URL to a server of yours\.$/);
});

test.each([
	{ reason: 'failed', ci: undefined, skips: true },
	{ reason: 'failed', ci: '', skips: true },
	{ reason: 'failed', ci: 'false', skips: true },
	{ reason: 'failed', ci: 'true', skips: false },
	{ reason: 'failed', ci: '1', skips: false },
	{ reason: 'unsupported', ci: undefined, skips: true },
	{ reason: 'unsupported', ci: 'true', skips: true }
] as const)(
	'SE0 PostgreSQL $reason, CI=$ci: its tests are skipped: $skips',
	({ reason, ci, skips }) => {
		expect(mayDoWithout(reason, ci)).toBe(skips);
	}
);

describe.skipIf(!hasBinaries())('SE46 where PostgreSQL is there, but does not start', () => {
	/** A real server refuses it. */
	const REFUSED = ['no_such_setting=1'];

	test('that is one line, and the tests go on without it', { timeout: 60_000 }, async () => {
		vi.stubEnv('CI', undefined);
		const line = vi.spyOn(console, 'error').mockImplementation(() => {});
		expect(await tryPostgres(REFUSED)).toBeUndefined();
		expect(line.mock.calls).toEqual([
			[expect.stringMatching(/^Without PostgreSQL, what needs it is skipped\. .*$/)]
		]);
	});

	// What decides is tested above.
	test.runIf(isGate)('in CI that is a failure', { timeout: 60_000 }, async () => {
		vi.stubEnv('CI', 'true');
		await expect(tryPostgres(REFUSED)).rejects.toThrow(PostgresUnavailable);
	});
});

test('SE46 without PostgreSQL the unit tests on it are skipped, and no others', () => {
	const titles = [
		'the store on sqlite keeps it',
		'the store on postgresql keeps it',
		'deploy on PostgreSQL drops it',
		'a PostgreSQL URL is read'
	];
	const run = (wanted?: RegExp) => titles.filter((title) => withoutPostgres(wanted).test(title));
	expect(run()).toEqual(['the store on sqlite keeps it', 'a PostgreSQL URL is read']);
	expect(run(/keeps|drops/)).toEqual(['the store on sqlite keeps it']);
});
