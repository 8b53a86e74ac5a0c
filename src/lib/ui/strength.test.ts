import { expect, test } from 'vitest';
import { judge } from './strength.js';

test.each([
	['', 0],
	['aaaaaaaaaaaaaaaaaaaaaaaa', 0],
	['abcdefghijklmnopqrstuvwxyz', 0],
	['zyxwvutsrqponmlkjihgfedcba', 0],
	['12345678901234567890', 0],
	['qwertyuiopasdfghjkl', 0],
	['short', 0],
	['t7#Kq!2x', 1],
	['t7#Kq!2xQm', 2],
	['green lamps inside', 3],
	['correct horse battery', 4],
	['가나다라마바사아자차카타파하거너더러', 4],
	['x'.repeat(100_000), 0]
])('CO7: the meter gives %j %i of 4', (password, score) => {
	expect(judge(password)).toBe(score);
});
