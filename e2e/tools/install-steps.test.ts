import { describe, expect, test } from 'vitest';
import { installSteps, whatToInstall } from './install-steps.js';

const DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 13"\nID=debian\n';
const UBUNTU = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n';
const MINT = 'ID=linuxmint\nID_LIKE="ubuntu debian"\n';
const FEDORA = 'ID=fedora\nVARIANT_ID=debian-like\n';

const linux = (osRelease: string, root = true, programs = ['/usr/bin/apt-get']) => ({
	platform: 'linux',
	root,
	env: { PATH: '/usr/bin' } as Record<string, string>,
	osRelease,
	exists: (file: string) => programs.includes(file)
});
const mac = { ...linux('', false, []), platform: 'darwin' };
const windows = { ...linux('', false, []), platform: 'win32' };

const commands = (machine: Parameters<typeof installSteps>[0]) =>
	installSteps(machine, 'cli.js').flatMap((step) => step.commands.map((command) => command.name));

describe('installSteps', () => {
	test("as root on Debian and its kin, packages come after Playwright's download", () => {
		for (const osRelease of [DEBIAN, UBUNTU, MINT]) {
			expect(commands(linux(osRelease))).toEqual([
				'playwright install chromium',
				'playwright install-deps chromium',
				'apt-get update',
				'apt-get install -y --no-install-recommends chromium fonts-liberation'
			]);
		}
	});

	test('nobody but root has packages installed, and no system without apt-get', () => {
		for (const machine of [linux(DEBIAN, false), linux(DEBIAN, true, []), linux(FEDORA), mac]) {
			expect(commands(machine)).toEqual(['playwright install chromium']);
		}
	});

	test('a download that was forbidden is not tried', () => {
		const forbidden = {
			...linux(DEBIAN),
			env: { PATH: '/usr/bin', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' }
		};

		expect(commands(forbidden)[0]).toBe('apt-get update');
		expect(commands({ ...forbidden, root: false })).toEqual([]);
	});

	test('every command has an end, and apt-get asks no questions', () => {
		const all = installSteps(linux(DEBIAN), 'cli.js').flatMap((step) => step.commands);

		for (const command of all) expect(command.timeoutMs).toBeLessThanOrEqual(600_000);
		for (const command of all.filter(({ file }) => file === 'apt-get')) {
			expect(command.env).toEqual({ DEBIAN_FRONTEND: 'noninteractive' });
		}
	});
});

describe('whatToInstall', () => {
	test('one line names what to install on this machine, and the variable that names a browser', () => {
		for (const [machine, way] of [
			[linux(DEBIAN), ', or apt-get install chromium)'],
			[linux(DEBIAN, false), ', or sudo apt-get install chromium)'],
			[linux(UBUNTU), ', or Google Chrome)'],
			[linux(FEDORA), ", or your distribution's chromium package)"],
			[mac, ', or Google Chrome)'],
			[windows, ', or Google Chrome)']
		] as const) {
			const line = whatToInstall(machine);
			expect(line).toContain('npx playwright install chromium');
			expect(line).toContain(way);
			expect(line).toContain('CHROME_PATH');
			expect(line).not.toContain('\n');
		}
	});
});
