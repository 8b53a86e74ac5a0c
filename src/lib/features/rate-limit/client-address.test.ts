import type { RequestEvent } from '@sveltejs/kit';
import { afterEach, expect, test, vi } from 'vitest';
import { classifyAddress, createAddressOf } from './client-address.js';

afterEach(() => vi.restoreAllMocks());

test.each([
	['192.0.2.1', '192.0.2.1'],
	['::ffff:192.0.2.1', '192.0.2.1'],
	['::FFFF:c000:0201', '192.0.2.1'],
	['64:ff9b::192.0.2.1', '192.0.2.1'],
	['64:ff9b:1::192.0.2.1', '64:ff9b:1:0'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
	['2001:db8:1:2::', '2001:db8:1:2'],
	['2001:DB8:0001:0002:ffff::1', '2001:db8:1:2'],
	['2001:db8::1', '2001:db8:0:0'],
	['172.32.0.1', '172.32.0.1'],
	['100.128.0.1', '100.128.0.1']
])('RL5: %s is counted as %s', (address, bucket) => {
	expect(classifyAddress(address)).toEqual({ kind: 'client', bucket });
});

test.each([
	...['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1'],
	...['169.254.1.1', '100.64.0.1', '0.0.0.0', '::', 'fd00::1', 'fe80::1%eth0', '::ffff:10.0.0.1'],
	'64:ff9b::10.0.0.1'
])('RL4: %s is private, and counts for nobody', (address) => {
	expect(classifyAddress(address)).toEqual({ kind: 'private' });
});

test.each(['', 'unknown', '192.0.2', '192.0.2.1:80', '[2001:db8::1]', 'a, b', '2001:db8:::1'])(
	'RL3: %j is no address',
	(address) => {
		expect(classifyAddress(address)).toEqual({ kind: 'unknown' });
	}
);

const eventFrom = (getClientAddress: () => string, url = 'https://app.example/') =>
	({
		url: new URL(url),
		request: new Request(url, { headers: { 'x-forwarded-for': '198.51.100.7' } }),
		getClientAddress
	}) as unknown as RequestEvent;

const fails = () => {
	throw new Error('This adapter knows no address.');
};

test.each([
	['RL3', 'an adapter that throws', fails, 'does not know the address'],
	['RL4', 'a proxy that the adapter does not know', () => '10.0.0.1', 'private address']
])('%s: %s means no count by address, and one warning that says what to set', (...row) => {
	const [, , getClientAddress, sentence] = row;
	const log = vi.spyOn(console, 'error').mockImplementation(() => {});
	const addressOf = createAddressOf();

	expect(addressOf(eventFrom(getClientAddress))).toBeNull();
	expect(addressOf(eventFrom(getClientAddress))).toBeNull();
	expect(log.mock.calls).toEqual([[expect.stringContaining(sentence)]]);
	expect(log.mock.calls[0]![0]).toContain('ADDRESS_HEADER');
});

test('RL4: whoever opens the app on their own machine is warned of nothing', () => {
	const log = vi.spyOn(console, 'error').mockImplementation(() => {});

	expect(createAddressOf()(eventFrom(() => '::1', 'http://localhost:5173/'))).toBeNull();
	expect(log).not.toHaveBeenCalled();
});

test('RL2: a header that a client can send is not read', () => {
	expect(createAddressOf()(eventFrom(() => '192.0.2.1'))).toBe('192.0.2.1');
});
