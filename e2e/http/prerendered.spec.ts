import { buildFixture } from '../support/build.js';
import { expect, test } from '../support/test.js';

test('a button on a prerendered page fails the build, unless it has an action that can answer', async () => {
	test.setTimeout(180_000);
	const failed = await buildFixture({ VITE_PRERENDER: 'without an action' }).catch(String);
	expect(failed).toContain('<SignOutButton> stands on a prerendered page');
	expect(failed).toContain('Give it an action');

	await buildFixture({ VITE_PRERENDER: 'with an action' });
});
