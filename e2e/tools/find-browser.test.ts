import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { candidates, findBrowsers } from './find-browser.js';
import { launchOptions } from './launch-options.js';
import { chooseBrowser, installSteps, tryBrowser, type Step } from './provide-browser.js';

test.each([
	[
		'linux',
		{ PATH: '/a::bin:.:/b:/a' },
		[
			...['/a/chromium-headless-shell', '/b/chromium-headless-shell'],
			...['/a/chromium', '/b/chromium', '/a/chromium-browser']
		]
	],
	['linux', { PATH: '/a', CHROME_PATH: '/c' }, ['/c', '/a/chromium-headless-shell']],
	['linux', { PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: '/d', CHROME_PATH: '/c' }, ['/c', '/d']],
	['linux', {}, []],
	[
		'darwin',
		{ PATH: '/a', HOME: '/Users/ada' },
		['/Applications', '/Users/ada/Applications'].map(
			(folder) => `${folder}/Chromium.app/Contents/MacOS/Chromium`
		)
	],
	[
		'win32',
		{ PATH: 'C:\\tools', ProgramFiles: 'C:\\Programs', LOCALAPPDATA: 'C:\\Local' },
		['C:\\Programs', 'C:\\Local'].map((folder) => `${folder}\\Chromium\\Application\\chrome.exe`)
	]
])('on %s with %o the places begin with %o', (platform, env, first) => {
	expect(candidates(env, platform).slice(0, first.length || 1)).toEqual(first);
});

test('with windows, none without them is a place, whoever names it', () => {
	const env = { PATH: '/a', CHROME_PATH: '/b/chrome-headless-shell' };
	expect(candidates(env, 'linux', { headed: true })[0]).toBe('/a/chromium');
	expect(candidates(env, 'linux')).toEqual(
		expect.arrayContaining(['/b/chrome-headless-shell', '/a/chromium-headless-shell'])
	);
});

describe.skipIf(process.platform === 'win32')('of what bears the name of a browser', () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'find browser-'));
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	function program(file: string, script: string, mode = 0o755): string {
		const full = join(folder, file);
		mkdirSync(dirname(full), { recursive: true });
		writeFileSync(full, script);
		chmodSync(full, mode);
		return full;
	}

	test('a folder and a file that may not be executed are none; one that a variable names is told of', () => {
		mkdirSync(join(folder, 'bin/chromium'), { recursive: true });
		program('bin/google-chrome', '', 0o644);
		const found = program('bin/microsoft-edge', '');
		const env = { PATH: join(folder, 'bin'), CHROME_PATH: join(folder, 'gone') };
		expect(findBrowsers(env).filter((file) => file.startsWith(folder))).toEqual([
			env.CHROME_PATH,
			found
		]);
	});

	test.each([
		[
			'a script that only tells how to install it',
			'#!/bin/sh\necho install it >&2; exit 1',
			'install it'
		],
		['a script that prints a version and ends', '#!/bin/sh\necho Chromium 140.0.7339.16', ''],
		['a program that does not answer', '#!/bin/sh\nsleep 60 & wait', 'Timeout 1000ms'],
		['a text', 'not a program', '']
	])('%s is passed over, with the reason', { timeout: 15_000 }, async (_, script, reason) => {
		const trial = await tryBrowser(program('stub', script), { headed: false, timeout: 1000 });
		expect(trial).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
	});

	test('a path that leads nowhere is passed over', async () => {
		expect((await tryBrowser(join(folder, 'gone'), { headed: false })).ok).toBe(false);
	});
});

describe('the choice', () => {
	const download: Step = { file: 'download', args: [], gives: 'own' };
	const libraries: Step = { file: 'libraries', args: [], gives: 'own', afterSuccess: true };
	const lists: Step = { file: 'lists', args: [] };
	const packages: Step = { file: 'packages', args: [], gives: 'installed' };

	/** What starts, beside a stub that never does; and what each step brings, or how it fails. */
	async function choose(
		start: string[],
		brings: Record<string, { starts?: string; failure?: string }> = {},
		named?: string
	) {
		const starts = new Set(start);
		const ran: string[] = [];
		const said: string[] = [];
		const choice = await chooseBrowser(named, [download, libraries, lists, packages], {
			find: () => ['/stub', ...[...starts].filter((file) => file !== 'own')],
			tryOut: async (file) =>
				starts.has(file ?? 'own') ? { ok: true, version: '1.0' } : { ok: false, reason: 'broken' },
			run: async ({ file }) => {
				ran.push(file);
				const { starts: gained, failure } = brings[file] ?? {};
				if (gained) starts.add(gained);
				return failure;
			},
			say: (line) => void said.push(line)
		});
		return { path: choice.ok ? (choice.path ?? 'own') : null, ran, said, choice };
	}
	const all = ['download', 'libraries', 'lists', 'packages'];
	const failure = 'it failed';

	test.each<[string, string[], Parameters<typeof choose>[1], string | null, string[]]>([
		['Playwright’s own is used before one on the machine', ['own', '/x'], {}, 'own', []],
		['one on the machine is used before anything is downloaded', ['/x'], {}, '/x', []],
		['a download that starts is the end', [], { download: { starts: 'own' } }, 'own', ['download']],
		[
			'libraries are installed only for a browser that came and does not start',
			[],
			{ libraries: { starts: 'own' } },
			'own',
			['download', 'libraries']
		],
		[
			'a download that fails leads to packages',
			[],
			{ download: { failure }, packages: { starts: '/x' } },
			'/x',
			['download', 'lists', 'packages']
		],
		[
			'neither stale lists nor a complaint at the end cost a browser that is there',
			[],
			{ lists: { failure }, packages: { starts: '/x', failure } },
			'/x',
			all
		],
		['an install that gives no browser that starts is no success', [], {}, null, all]
	])('%s', async (_, start, brings, path, ran) => {
		expect(await choose(start, brings)).toMatchObject({ path, ran });
	});

	test('a browser named by hand is used before all others, and never replaced by another', async () => {
		expect(await choose(['own', '/mine'], {}, '/mine')).toMatchObject({ path: '/mine', ran: [] });
		const { choice, ran } = await choose(['own'], {}, '/mine');
		expect({ choice, ran }).toEqual({
			choice: { ok: false, reason: 'GUARDIAN_CHROMIUM names /mine, which does not start.' },
			ran: []
		});
	});

	test('what is passed over is named with the reason, and the end says what to install', async () => {
		const { said, choice } = await choose([]);
		expect(said).toContain('/stub passed over: broken');
		expect(choice).toMatchObject({
			reason: expect.stringMatching(/^.*npx playwright install .*CHROME_PATH.*$/)
		});
	});
});

test.each([
	[
		'Debian, as root',
		'ID=debian\n',
		true,
		{},
		['install', 'install-deps', 'update', 'install', 'install']
	],
	[
		'its kin',
		'ID=mint\nID_LIKE="ubuntu debian"\n',
		true,
		{},
		['install', 'install-deps', 'update', 'install', 'install']
	],
	['Debian, as a user', 'ID=debian\n', false, {}, ['install']],
	['another Linux', 'ID=fedora\nVARIANT_ID=debian-like\n', true, {}, ['install']],
	['any other system', '', false, {}, ['install']],
	[
		'Debian, where the download is forbidden',
		'ID=debian\n',
		true,
		{ PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
		['update', 'install', 'install']
	]
])('what is installed on %s', (_, osRelease, root, env, verbs) => {
	const steps = installSteps({ headed: false }, env, osRelease, root);
	expect(steps.map(({ args }) => args.find((arg) => /^(install|update)/.test(arg)))).toEqual(verbs);
});

test.each([
	[false, ['chromium-headless-shell', 'chromium']],
	[true, ['chromium']]
])('which packages are tried (with windows: %s)', (headed, browsers) => {
	const steps = installSteps({ headed }, {}, 'ID=debian\n', true);
	const packages = steps
		.filter(({ gives }) => gives === 'installed')
		.map(({ args }) => args.at(-2));
	expect(packages).toEqual(browsers);
});

test('a browser handed over is started; an unset or empty variable leaves Playwright its own', () => {
	expect(launchOptions({ env: { GUARDIAN_CHROMIUM: '/x' } }).executablePath).toBe('/x');
	expect(launchOptions({ env: { GUARDIAN_CHROMIUM: '' } })).toEqual({});
	expect(launchOptions({ env: {} })).toEqual({});
});
