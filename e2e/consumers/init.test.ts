import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { createConsumer, type ConsumerOptions } from './app.js';
import { fromCheckout } from './from-checkout.js';
import { checkAndBuild, runJourney } from './finish.js';
import { addRemote, remoteJourney } from './remote.js';

interface Case extends ConsumerOptions {
	database: 'sqlite' | 'postgresql';
	/** Whether remote functions are added (NC27). */
	hasRemote?: boolean;
}

// Every template, package manager and version of SvelteKit is in one of them.
const cases: Case[] = [
	{ kit: 3, types: 'jsdoc', manager: 'npm', database: 'sqlite', hasRemote: true },
	{ kit: 2, types: 'ts', manager: 'pnpm', database: 'sqlite', hasRemote: true },
	{ kit: 3, types: 'ts', manager: 'npm', database: 'postgresql' },
	{ kit: 2, types: 'jsdoc', manager: 'npm', database: 'postgresql' }
];

describe.each(cases)('an app on SvelteKit $kit, $types, $manager, $database', (options) => {
	const isSkipped = options.database === 'postgresql' && !inject('supplies').postgres;
	test.skipIf(isSkipped)(
		'NC25, NC27: init from a tarball of a checkout makes it one that is type-checked, is built and signs out; again, it does nothing',
		async () => {
			const supplies = inject('supplies');
			const app = await createConsumer(options, supplies);
			onTestFinished(app.close);
			const [, ...words] = (await fromCheckout()).install(supplies.tarball);
			await app.mustInstall(
				app.manager,
				...(options.manager === 'npm' ? words : ['add', supplies.tarball])
			);
			const init = (...args: string[]) =>
				app.exec('svelte-guardian', 'init', '--database', options.database, ...args);

			const before = await app.snapshot();
			const refused = await init();
			expect(refused.output).toContain('--yes');
			expect(refused.code).toBe(2);
			expect((await init('--dry-run')).code).toBe(0);
			expect(await app.snapshot()).toEqual(before);

			const done = await init('--yes');
			expect(done.code, done.output).toBe(0);
			expect(done.output).toContain('Next steps:');
			expect(done.output).not.toContain('By hand:');
			if (options.hasRemote) await addRemote(app, options.kit);
			const after = await app.snapshot();

			await checkAndBuild(app);
			const again = await init('--yes');
			expect(again.output).toContain('Nothing to do');
			expect(again.code).toBe(0);
			expect(await app.snapshot()).toEqual(after);

			await runJourney(
				app,
				options.database,
				supplies,
				options.hasRemote ? remoteJourney : undefined
			);
		}
	);
});
