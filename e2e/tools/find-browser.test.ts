import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { versionOf } from './browser-version.js';
import { candidates, findInstalled, onSearchPath } from './find-browser.js';
import { thisMachine } from './machine.js';

const WORKS = 'echo "Chromium 140.0.7339.16"';
const SNAP_STUB = 'echo "requires the chromium snap to be installed" >&2; exit 1';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'find-browser-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Puts a real program on the machine: a shell script at this path under the test's folder. */
function program(file: string, script: string): string {
	const full = path.join(folder, file);
	mkdirSync(path.dirname(full), { recursive: true });
	writeFileSync(full, `#!/bin/sh\n${script}\n`);
	chmodSync(full, 0o755);
	return full;
}

/** Searches this machine as it would look with only these folders of the test on its path. */
function search(folders: string[], variables: Record<string, string> = {}) {
	const PATH = folders.map((name) => path.join(folder, name)).join(':');
	return findInstalled({
		...thisMachine({ PATH, ...variables }),
		platform: 'linux',
		tryOut: (file) => versionOf(file)
	});
}

describe.skipIf(process.platform === 'win32')('findInstalled', () => {
	test('a Chromium on the path is found, with the version it prints', async () => {
		const chromium = program('bin/chromium', WORKS);

		expect(await search(['bin'])).toEqual({
			found: { path: chromium, version: 'Chromium 140.0.7339.16' },
			passedOver: []
		});
	});

	test('a candidate that fails --version is passed over, and the next one is used', async () => {
		const stub = program('bin/chromium-browser', SNAP_STUB);
		const chrome = program('bin/google-chrome', 'echo "Google Chrome 140.0.7339.16 unknown"');

		const { found, passedOver } = await search(['bin']);

		expect(found).toEqual({ path: chrome, version: 'Google Chrome 140.0.7339.16 unknown' });
		expect(passedOver).toEqual([
			{
				path: stub,
				reason: '--version failed with code 1: requires the chromium snap to be installed'
			}
		]);
	});

	test('a stub early on the path does not hide the real one of the same name behind it', async () => {
		program('stubs/chromium', SNAP_STUB);
		const real = program('bin/chromium', WORKS);

		expect((await search(['stubs', 'bin'])).found?.path).toBe(real);
	});

	test('Chromium is taken before Chrome, wherever on the path they are', async () => {
		program('first/google-chrome', 'echo "Google Chrome 140.0.7339.16"');
		const chromium = program('second/chromium', WORKS);

		expect((await search(['first', 'second'])).found?.path).toBe(chromium);
	});

	test('the browser a variable names is taken before any on the path', async () => {
		program('bin/chromium', WORKS);
		const named = program('elsewhere/my-chrome', WORKS);

		expect((await search(['bin'], { CHROME_PATH: named })).found?.path).toBe(named);
	});

	test('a variable that names no program is reported, and does not end the search', async () => {
		const chromium = program('bin/chromium', WORKS);
		const missing = path.join(folder, 'gone');

		const { found, passedOver } = await search(['bin'], {
			PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: missing
		});

		expect(found?.path).toBe(chromium);
		expect(passedOver).toEqual([
			{ path: missing, reason: 'PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH names no program' }
		]);
	});

	test('a folder and a file that may not be executed are no programs', async () => {
		mkdirSync(path.join(folder, 'bin/chromium'), { recursive: true });
		chmodSync(program('bin/google-chrome', WORKS), 0o644);

		expect(await search(['bin'])).toEqual({ found: undefined, passedOver: [] });
	});

	test('an empty or missing path finds nothing, and does not fail', async () => {
		expect((await search([])).found).toBeUndefined();
	});
});

describe.skipIf(process.platform === 'win32')('versionOf', () => {
	test('complaints of a wrapper script do not hide the version', async () => {
		const file = program('chromium', `echo "/usr/bin/chromium: 9: [: unexpected" >&2; ${WORKS}`);

		expect(await versionOf(file)).toEqual({ ok: true, version: 'Chromium 140.0.7339.16' });
	});

	test('a program that succeeds without printing a version is not a browser', async () => {
		expect(await versionOf(program('chromium', 'exit 0'))).toEqual({
			ok: false,
			reason: '--version printed no version'
		});
	});

	test('a browser that does not answer is given up, together with what it started', async () => {
		const file = program('chromium', 'sleep 60 & wait');
		const start = Date.now();

		expect(await versionOf(file, 300)).toEqual({
			ok: false,
			reason: 'no answer to --version in 0.3 s'
		});
		// It would be 60 s: the `sleep` holds the pipe we read.
		expect(Date.now() - start).toBeLessThan(10_000);
	});

	test('a file that is no program is refused, and a path that leads nowhere', async () => {
		const file = program('chromium', '');
		writeFileSync(file, 'not a program');

		expect((await versionOf(file)).ok).toBe(false);
		expect((await versionOf(path.join(folder, 'gone'))).ok).toBe(false);
		expect((await versionOf(path.join(file, 'through-a-file'))).ok).toBe(false);
	});
});

describe('candidates', () => {
	const paths = (machine: Parameters<typeof candidates>[0]) =>
		candidates(machine).map((candidate) => candidate.path);

	test('on a Mac the apps are looked at before the path, system-wide ones first', () => {
		const found = paths({ platform: 'darwin', env: { PATH: '/opt/bin', HOME: '/Users/ada' } });

		expect(found.slice(0, 2)).toEqual([
			'/Applications/Chromium.app/Contents/MacOS/Chromium',
			'/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium'
		]);
		expect(found).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
		expect(found.indexOf('/opt/bin/chromium')).toBeGreaterThan(
			found.indexOf('/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge')
		);
	});

	test('on Windows every folder for programs is looked into, and the path is not', () => {
		const found = paths({
			platform: 'win32',
			env: {
				PATH: 'C:\\tools',
				ProgramFiles: 'C:\\Program Files',
				'ProgramFiles(x86)': 'C:\\Program Files (x86)',
				LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local'
			}
		});

		expect(found).toContain('C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe');
		expect(found).toContain('C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe');
		expect(found).toContain('C:\\Users\\ada\\AppData\\Local\\Chromium\\Application\\chrome.exe');
		expect(found.some((file) => file.includes('tools'))).toBe(false);
	});

	test('CHROME_PATH comes before PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH', () => {
		const env = { PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: '/b', CHROME_PATH: '/a' };

		expect(candidates({ platform: 'linux', env })).toEqual([
			{ path: '/a', variable: 'CHROME_PATH' },
			{ path: '/b', variable: 'PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH' }
		]);
	});
});

describe('onSearchPath', () => {
	test('relative and empty entries are left out, and repeated ones are looked at once', () => {
		expect(onSearchPath('chromium', '/usr/bin::node_modules/.bin:.:/usr/bin:/bin')).toEqual([
			'/usr/bin/chromium',
			'/bin/chromium'
		]);
	});
});
