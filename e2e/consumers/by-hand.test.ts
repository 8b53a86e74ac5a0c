import { expect, inject, onTestFinished, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { createConsumer, type Consumer } from './app.js';
import { refusesCloudflare } from './cloudflare.js';
import { checkAndBuild, runJourney } from './finish.js';
import { applyQuickStart } from './quick-start.js';

test.for([2, 3] as const)(
	'FR17, FR37: the steps of “Getting started”, followed to the letter on SvelteKit %i, make an app that signs out, but not on Cloudflare',
	async (kit) => {
		const supplies = inject('supplies');
		const app = await createConsumer({ kit }, supplies);
		onTestFinished(app.close);
		await app.mustInstall('npm', 'install');
		await applyQuickStart(app, kit, supplies);

		await checkAndBuild(app);
		await runJourney(app, 'sqlite', supplies);
		// The adapter of SvelteKit 3 is not released.
		if (kit === 2) await refusesCloudflare(app);
	}
);

test('the lowest version of every peer is enough', async () => {
	const supplies = inject('supplies');
	const app = await createConsumer({ kit: 2 }, supplies);
	onTestFinished(app.close);
	await takeLowest(app);
	await applyQuickStart(app, 2, supplies);

	for (const [name, version] of Object.entries(lowest())) {
		const { version: installed } = JSON.parse(await app.read(`node_modules/${name}/package.json`));
		expect(installed, name).toBe(version);
	}
	await checkAndBuild(app);
	await runJourney(app, 'sqlite', supplies);
});

/** What no app has at run time: the test runner, and the CLI that makes apps. */
const TOOLS = ['@playwright/test', 'sv'];

/** The start of each range of what an app has at run time. */
const lowest = (): Record<string, string> =>
	Object.fromEntries(
		Object.entries(manifest.peerDependencies)
			.filter(([name]) => !TOOLS.includes(name))
			.map(([name, range]) => [name, /\d+\.\d+\.\d+/.exec(range)![0]])
	);

/** What was current when the lowest SvelteKit was. */
async function takeLowest(app: Consumer): Promise<void> {
	const own = JSON.parse(await app.read('package.json'));
	const versions = lowest();
	for (const [name, version] of Object.entries(versions)) {
		const isTool = name === 'svelte' || name === '@sveltejs/kit';
		own[isTool ? 'devDependencies' : 'dependencies'] ??= {};
		own[isTool ? 'devDependencies' : 'dependencies'][name] = version;
	}
	Object.assign(own.devDependencies, {
		'@sveltejs/vite-plugin-svelte': '^6.0.0',
		vite: '^7.0.0',
		prisma: versions['@prisma/client']
	});
	await app.write('package.json', JSON.stringify(own, null, '\t'));
	// Settings were not yet in vite.config.ts.
	await app.write(
		'svelte.config.js',
		"import adapter from '@sveltejs/adapter-node';\n\nexport default { kit: { adapter: adapter() } };\n"
	);
	await app.write(
		'vite.config.ts',
		"import { sveltekit } from '@sveltejs/kit/vite';\nimport { defineConfig } from 'vite';\n\nexport default defineConfig({ plugins: [sveltekit()] });\n"
	);
}
