import { describe, expect, test } from 'vitest';
import { chooseBrowser } from './choose-browser.js';
import type { Command, Step } from './install-steps.js';

const command = (name: string, more: Partial<Command> = {}): Command => ({
	name,
	file: name,
	args: [],
	env: {},
	timeoutMs: 1000,
	...more
});

const download: Step = {
	doing: 'downloading',
	gives: 'own',
	commands: [command('download'), command('libraries')]
};
const packages: Step = {
	doing: 'installing',
	gives: 'installed',
	commands: [command('lists', { prepares: true }), command('package')]
};

/**
 * A machine that has the browsers it has, and where commands change that: each is given as what it brings, or as how it
 * fails.
 */
function machine({
	own = false,
	path = undefined as string | undefined,
	commands = {} as Record<string, { own?: boolean; path?: string; failure?: string }>
} = {}) {
	const has = { own, path };
	const ran: string[] = [];
	const said: string[] = [];
	return {
		ran,
		said,
		hands: {
			tryOwn: async () =>
				has.own
					? { ok: true as const, version: 'Chromium 1.0' }
					: { ok: false as const, reason: 'not installed' },
			tryInstalled: async (file: string) =>
				file === has.path
					? { ok: true as const, version: 'Chromium 1.0' }
					: { ok: false as const, reason: 'does not start' },
			findInstalled: async () => ({
				found: has.path ? { path: has.path, version: 'Chromium 1.0' } : undefined,
				passedOver: [{ path: '/stub', reason: 'does not start' }]
			}),
			run: async ({ name }: Command) => {
				ran.push(name);
				const result = commands[name];
				if (result?.own) has.own = true;
				if (result?.path) has.path = result.path;
				return result?.failure;
			},
			say: (line: string) => void said.push(line)
		}
	};
}

const choose = (
	{ hands }: ReturnType<typeof machine>,
	{ named = undefined as string | undefined, steps = [download, packages] } = {}
) => chooseBrowser({ named, steps, advice: 'install Chromium' }, hands);

describe('chooseBrowser', () => {
	test("Playwright's own is used before one on the machine, and nothing is installed", async () => {
		const both = machine({ own: true, path: '/usr/bin/chromium' });

		expect(await choose(both)).toEqual({ ok: true, path: undefined });
		expect(both.ran).toEqual([]);
	});

	test('one on the machine is used before anything is downloaded', async () => {
		const present = machine({ path: '/usr/bin/chromium' });

		expect(await choose(present)).toEqual({ ok: true, path: '/usr/bin/chromium' });
		expect(present.ran).toEqual([]);
		expect(present.said).toContain('using Chromium 1.0, /usr/bin/chromium');
	});

	test('every browser passed over is named with the reason', async () => {
		const present = machine({ path: '/usr/bin/chromium' });
		await choose(present);

		expect(present.said).toContain('/stub passed over: does not start');
	});

	test('a browser named by hand is used before all others', async () => {
		const present = machine({ own: true, path: '/mine' });

		expect(await choose(present, { named: '/mine' })).toEqual({ ok: true, path: '/mine' });
	});

	test('a browser named by hand that does not start is never replaced by another', async () => {
		const present = machine({ own: true });

		expect(await choose(present, { named: '/mine' })).toEqual({
			ok: false,
			reason: 'GUARDIAN_CHROMIUM names /mine: does not start'
		});
		expect(present.ran).toEqual([]);
	});

	test('a download that gives a browser that starts is the end of it', async () => {
		const bare = machine({ commands: { download: { own: true } } });

		expect(await choose(bare)).toEqual({ ok: true, path: undefined });
		expect(bare.ran).toEqual(['download']);
	});

	test('libraries are installed only for a browser that came and does not start', async () => {
		const bare = machine({ commands: { libraries: { own: true } } });

		expect(await choose(bare)).toEqual({ ok: true, path: undefined });
		expect(bare.ran).toEqual(['download', 'libraries']);
	});

	test('a download that fails is said, and packages are next', async () => {
		const bare = machine({
			commands: { download: { failure: 'download failed' }, package: { path: '/usr/bin/chromium' } }
		});

		expect(await choose(bare)).toEqual({ ok: true, path: '/usr/bin/chromium' });
		expect(bare.ran).toEqual(['download', 'lists', 'package']);
		expect(bare.said).toContain('download failed');
	});

	test('neither stale package lists nor a complaint at the end cost a browser that is there', async () => {
		const bare = machine({
			commands: {
				lists: { failure: 'a mirror is down' },
				package: { path: '/usr/bin/chromium', failure: 'another package is broken' }
			}
		});

		expect(await choose(bare, { steps: [packages] })).toEqual({
			ok: true,
			path: '/usr/bin/chromium'
		});
	});

	test('an install that succeeded without giving a browser that starts is no success', async () => {
		const bare = machine();

		expect(await choose(bare)).toEqual({ ok: false, reason: 'install Chromium' });
		expect(bare.ran).toEqual(['download', 'libraries', 'lists', 'package']);
	});
});
