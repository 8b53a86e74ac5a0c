import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { createConsumer, type ConsumerOptions } from './app.js';

const cases: ConsumerOptions[] = [
	{ kit: 2, types: 'ts' },
	{ kit: 2, types: 'jsdoc' },
	{ kit: 3, types: 'ts' },
	{ kit: 3, types: 'jsdoc' }
];

describe.each(cases)('an app on SvelteKit $kit with $types', (options) => {
	test('init makes it one that has no type errors and can be built; again, it does nothing', async () => {
		const app = await createConsumer(options, inject('supplies'));
		onTestFinished(app.close);
		const init = (...args: string[]) =>
			app.run('npx', '--no-install', 'svelte-guardian', 'init', ...args);

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

		const check = await app.run('npm', 'run', 'check', '--', '--fail-on-warnings');
		expect(check.output).toMatch(/found 0 errors and 0 warnings|0 ERRORS 0 WARNINGS/);
		const build = await app.run('npx', '--no-install', 'vite', 'build');
		expect(build.code, build.output).toBe(0);

		const after = await app.snapshot();
		const again = await init('--yes');
		expect(again.output).toContain('Nothing to do');
		expect(again.code).toBe(0);
		expect(await app.snapshot()).toEqual(after);
	});
});
