import { expect, test } from 'vitest';
import { isSameEmail } from './same-email.js';

test.each([
	['ann@example.com', true],
	['Ann@Example.COM', true],
	[' ann@example.com', true],
	['änn@example.com', false],
	['ann@example.com.evil.example', false],
	['ann @example.com', false],
	['', false],
	[null, false],
	[undefined, false],
	['\u0301'.repeat(100_000), false]
])('SE20: %j is the account of ann@example.com: %s', (stored, isSame) => {
	expect(isSameEmail(stored, 'ann@example.com')).toBe(isSame);
});
