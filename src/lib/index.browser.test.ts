import { expect, test } from 'vitest';

test('imported in the browser, the server’s entry fails and says what to import instead', async () => {
	await expect(import('./index.browser.js')).rejects.toThrow(
		/^`svelte-guardian` is for the server .*`signOut` and `SignOutButton` from `svelte-guardian\/client`/
	);
});
