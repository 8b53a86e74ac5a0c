import { describe, expect, test } from 'vitest';
import { originOf } from './open-session.js';

const from = (address: () => string, userAgent?: string) =>
	originOf({
		request: new Request('https://app.example/', {
			headers: userAgent === undefined ? {} : { 'user-agent': userAgent }
		}),
		getClientAddress: address
	});

describe('SE22: only an address is stored as one', () => {
	test.each([
		['192.0.2.1', '192.0.2.1'],
		['2001:db8::1', '2001:db8::1'],
		['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
		['', null],
		['unknown', null],
		['192.0.2.1:443', null],
		['192.0.2.1, 198.51.100.1', null],
		['<script>', null],
		['9'.repeat(10_000), null],
		[`fe80::1%${'x'.repeat(1_000)}`, null]
	])('%j: %j', (address, stored) => {
		expect(from(() => address).ipAddress).toBe(stored);
	});

	test('an adapter that knows none stores none', () => {
		const unknown = () => {
			throw new Error('no address');
		};
		expect(from(unknown).ipAddress).toBeNull();
	});
});

test.each([
	[undefined, null],
	['Firefox', 'Firefox'],
	['x'.repeat(5_000), 'x'.repeat(191)]
])('SE22: a User-Agent fits any column of text', (userAgent, stored) => {
	expect(from(() => '192.0.2.1', userAgent).userAgent).toBe(stored);
});
