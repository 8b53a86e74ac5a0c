import { afterEach, expect, test } from 'vitest';
import { page } from './page.js';
import { followTabs, userChanged } from './session-sync.js';

afterEach(() => {
	delete page.user;
	page.holder = null;
});

test('of two that listen to other tabs one can stop, and the other one still hears', async () => {
	let heard = 0;
	page.user = () => (heard++, 'ann');
	const [stop, stopOther] = [followTabs(), followTabs()];
	const tab = new BroadcastChannel('svelte-guardian:/');
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
	userChanged();
	expect(page.holder).toBe('ann');
	page.user = () => null;
	userChanged();
	// What is loaded has to find that somebody was here.
	expect(page.holder).toBe('ann');
});
