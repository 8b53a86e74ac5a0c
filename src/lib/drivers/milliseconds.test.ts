import { expect, test } from 'vitest';
import { LibSql } from '../libsql.js';
import { Pg } from '../pg.js';
import { milliseconds } from './milliseconds.js';

test.each([
	[5, 5000],
	[0.25, 250],
	[0.0011, 2],
	[3600, 3_600_000]
])('%d seconds are %d ms', (seconds, expected) => {
	expect(milliseconds('option', seconds, { max: 3600 })).toBe(expected);
});

test.each([
	['queryTimeout', 3600, () => new Pg({ queryTimeout: 30_000 })],
	['connectionTimeout', 120, () => new Pg({ connectionTimeout: 0 })],
	['connectionTimeout', 120, () => new Pg({ connectionTimeout: 2000 })],
	['lockTimeout', 60, () => new LibSql({ url: 'file:x.db', lockTimeout: 1000 })],
	['connectionTimeout', 120, () => new Pg({ connectionTimeout: '5' as never })],
	['lockTimeout', 60, () => new LibSql({ url: 'file:x.db', lockTimeout: NaN })],
	['lockTimeout', 60, () => new LibSql({ url: 'file:x.db', lockTimeout: -1 })]
])(
	'%s, at most %d: milliseconds, and what is no number, are refused with what to write',
	(name, max, make) => {
		expect(make).toThrow(
			new RegExp(`${name}: write a number of seconds from [\\d.]+ to ${max}\\.$`)
		);
	}
);
