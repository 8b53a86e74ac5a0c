import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
	dropStored,
	hasPageState,
	isEarlier,
	writeSignedOutAt,
	type KitState
} from './kit-stores.js';
import { storesOf } from '../../../tests/kit-stores.test.support.js';

test('FR33: what SvelteKit 2 keeps is in the table, and it keeps nothing elsewhere', () => {
	const manifest = createRequire(import.meta.url).resolve('@sveltejs/kit/package.json');
	const { keys, unlisted, elsewhere } = storesOf(dirname(manifest));
	expect(keys).toContain('sveltekit:snapshot');
	expect(unlisted).toEqual([]);
	// The cache of prerendered remote functions, whose answers are the same for everybody.
	expect(elsewhere).toEqual(['caches.open']);
});

describe('an entry of the history', () => {
	class Store {
		[key: string]: unknown;
		getItem(key: string) {
			return (this[key] as string | undefined) ?? null;
		}
		setItem(key: string, value: string) {
			this[key] = value;
		}
		removeItem(key: string) {
			delete this[key];
		}
	}
	beforeEach(() => void vi.stubGlobal('sessionStorage', new Store()));
	afterEach(() => vi.unstubAllGlobals());

	const KIT_2 = (number: number, states = {}): KitState => ({
		'sveltekit:history': number,
		'sveltekit:states': states
	});
	const KIT_3 = (historyIndex: number, persistState = false): KitState => ({
		'sveltekit:metadata': { historyIndex, persistState }
	});

	test('SE25: before any sign-out none is earlier', () => {
		for (const state of [null, {}, KIT_2(1), KIT_3(1)]) expect(isEarlier(state)).toBe(false);
	});

	test.each([
		['SvelteKit 2', KIT_2],
		['SvelteKit 3', KIT_3]
	])('SE25: on %s it is earlier if it is numbered from before the sign-out', (_, entry) => {
		writeSignedOutAt();
		expect(isEarlier(entry(Date.now() - 60_000))).toBe(true);
		expect(isEarlier(entry(Date.now() + 60_000))).toBe(false);
		expect(isEarlier(null)).toBe(false);
	});

	test('FR33: it holds a page.state where the app has put one, or has it kept', () => {
		const holding = [KIT_2(1, { draft: 'text' }), KIT_3(1, true)];
		const empty = [null, {}, KIT_2(1), KIT_3(1)];
		expect(holding.map(hasPageState)).toEqual([true, true]);
		expect(empty.map(hasPageState)).toEqual([false, false, false, false]);
	});

	test('FR33: SvelteKit’s stores are dropped, whatever their names, and the app’s are not', () => {
		sessionStorage.setItem('sveltekit:snapshot', 'text');
		sessionStorage.setItem('sveltekit:navigation-snapshot', 'text');
		sessionStorage.setItem('sveltekit:whatever-comes-next', 'text');
		sessionStorage.setItem('theme', 'dark');
		dropStored();
		expect({ ...sessionStorage }).toEqual({ theme: 'dark' });
	});

	test('FR3: storage that throws at any access changes nothing', () => {
		const refusing = { get: () => raise() };
		Object.defineProperty(globalThis, 'sessionStorage', { ...refusing, configurable: true });
		expect(() => {
			dropStored();
			writeSignedOutAt();
		}).not.toThrow();
		expect(isEarlier(KIT_2(1))).toBe(false);
	});
});

function raise(): never {
	throw new DOMException('The operation is insecure.', 'SecurityError');
}
