import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSealing } from './sealing.js';

const [first, second] = ['first', 'second'].map((name) => name.padEnd(32, '.'));
const sealing = createSealing(async () => [first!]);

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 0 }));
afterEach(() => void vi.useRealTimers());

test('what is sealed comes back, in characters that a cookie and an address carry as they are', async () => {
	const data = { userId: 'ann', list: [1, { deep: null }], text: 'é;="' };
	const text = await sealing.seal('one', data, 60);
	expect(text).toMatch(/^[\w.-]+$/);
	expect(text).not.toContain('ann');
	expect(await sealing.open('one', text)).toEqual(data);
});

describe('a text is refused', () => {
	const refused = {
		'for another purpose': (text: string) => sealing.open('other', text),
		'with another secret': (text: string) => createSealing(async () => [second!]).open('one', text),
		'without its last character': (text: string) => sealing.open('one', text.slice(0, -1)),
		'with a part of another': async (text: string) => {
			const parts = text.split('.');
			const other = (await sealing.seal('one', { userId: 'bob' }, 60)).split('.');
			return sealing.open('one', [...parts.slice(0, 3), other[3], parts[4]].join('.'));
		},
		'once its time is over': (text: string) => {
			vi.setSystemTime(60_001);
			return sealing.open('one', text);
		},
		'with more behind it': (text: string) => sealing.open('one', `${text}.x`),
		'unencrypted, with the algorithm "none"': () =>
			sealing.open('one', 'eyJhbGciOiJub25lIn0..AAAA.AAAA.AAAA'),
		'where it is longer than any cookie': (text: string) =>
			sealing.open('one', text + 'a'.repeat(5000)),
		'where it is no such text': () => sealing.open('one', 'garbage')
	};
	test.each(Object.entries(refused))('%s', async (_, open) => {
		expect(await open(await sealing.seal('one', { userId: 'ann' }, 60))).toBeNull();
	});
});

test('the first secret seals, and all of them open', async () => {
	const old = await createSealing(async () => [first!]).seal('one', { n: 1 }, 60);
	const both = createSealing(async () => [second!, first!]);
	expect(await both.open('one', old)).toEqual({ n: 1 });
	const now = await both.seal('one', { n: 2 }, 60);
	expect(await createSealing(async () => [second!]).open('one', now)).toEqual({ n: 2 });
	expect(await sealing.open('one', now)).toBeNull();
});
