import { expect, test } from 'vitest';
import { onSignOut, runCallbacks } from './sign-out-cleanup.js';

test('on the server nothing is registered: no render would take it back, and each would keep data of its request', async () => {
	let called = 0;
	const stops = [onSignOut(() => called++), onSignOut(() => called++)];
	await runCallbacks();
	expect(called).toBe(0);
	for (const stop of stops) expect(stop).not.toThrow();
});
