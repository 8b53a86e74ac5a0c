import { expect, test } from 'vitest';
import { waitInWords } from './wait-in-words.js';

test.each([
	[0, '1 second'],
	[1, '1 second'],
	[59, '59 seconds'],
	[60, '60 seconds'],
	[61, '2 minutes'],
	[300, '5 minutes'],
	[3600, '60 minutes'],
	[3601, '2 hours'],
	[90_000, '2 days']
])('RL10: %i seconds are %s', (seconds, words) => {
	expect(waitInWords(seconds)).toBe(words);
});
