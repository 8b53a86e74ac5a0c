import { afterEach, expect, test, vi } from 'vitest';
import { page } from './page.js';
import { announce, listen } from './session-sync.js';
import { channel } from './tabs.js';

// As after a new deployment, which has other files.
vi.mock('./load-after-sign-out.js', () => ({ loadAfterSignOut: async () => null }));

afterEach(() => {
	vi.unstubAllGlobals();
	delete page.user;
	page.holder = null;
});

test('of two that listen to other tabs one can stop, and the other one still hears', async () => {
	let heard = 0;
	page.user = () => (heard++, 'ann');
	const [stop, stopOther] = [listen(), listen()];
	const tab = new BroadcastChannel(channel()!.name);
	stop();
	tab.postMessage({ user: 'ann' });
	await expect.poll(() => heard).toBe(1);
	stopOther();
	tab.postMessage({ user: 'ann' });
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(heard).toBe(1);
	tab.close();
});

test('whose data a document holds is known before anything is loaded: they may sign out at once', () => {
	page.user = () => 'ann';
	announce();
	expect(page.holder).toBe('ann');
	page.user = () => null;
	announce();
	// What is loaded has to find that somebody was here.
	expect(page.holder).toBe('ann');
});

test.each([
	['ann', null, 1],
	['ann', 'ann', 0],
	[null, 'ann', 0]
])(
	'FR2: without the code that follows, a page of %s that hears of %s is loaded anew %i times',
	async (shown, told, times) => {
		const reload = vi.fn();
		vi.stubGlobal('location', { reload });
		page.user = () => shown;
		const stop = listen();
		const tab = new BroadcastChannel(channel()!.name);
		tab.postMessage({ user: told });
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(reload).toHaveBeenCalledTimes(times);
		stop();
		tab.close();
	}
);
