import { expect, test } from 'vitest';
import { ago } from './ago.js';

const now = new Date('2026-11-22T10:00:00Z');

test.each([
	['2026-11-22T10:00:05Z', 'just now'],
	['2026-11-22T09:59:01Z', 'just now'],
	['2026-11-22T09:59:00Z', '1 minute ago'],
	['2026-11-22T09:00:01Z', '59 minutes ago'],
	['2026-11-21T10:00:01Z', '23 hours ago'],
	['2026-11-21T10:00:00Z', '1 day ago'],
	['2026-10-01T10:00:00Z', '1 month ago'],
	['2024-11-01T10:00:00Z', '2 years ago']
])('CO14: %s was %s', (date, words) => {
	expect(ago(new Date(date), now, 'en', 'just now')).toBe(words);
});
