import { BlockList, isIP } from 'node:net';
import type { RequestEvent } from '@sveltejs/kit';
import { clientAddress } from '../../http/client-address.js';
import { isLocalHost } from '../../http/local-host.js';
import { report } from '../../report.js';

/**
 * Networks whose addresses are not those of clients on the internet: RFC 1918, 6598, 3927, 4193, 4291, loopback and "this
 * host". A request that seems to come from there has come through a proxy that the adapter does not know of.
 */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.168.0.0', 16]
] as const) {
	PRIVATE.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
	['::', 127],
	['fc00::', 7],
	['fe80::', 10]
] as const) {
	PRIVATE.addSubnet(network, prefix, 'ipv6');
}

/** IPv4 addresses as a translator shows them to a server that has IPv6 only: RFC 6052. */
const TRANSLATED = new BlockList();
TRANSLATED.addSubnet('64:ff9b::', 96, 'ipv6');

/** Whether an address names one client. */
export type ClientAddress = { kind: 'client'; bucket: string } | { kind: 'private' | 'unknown' };

/**
 * What an address is counted under: an IPv4 address by itself, an IPv6 address by its network of 64 bits, because one
 * client has all of it. A private address is never counted: behind a proxy that the adapter does not know of, it is the
 * address of every client.
 *
 * @example
 * ```ts
 * classifyAddress('::ffff:192.0.2.1'); // { kind: 'client', bucket: '192.0.2.1' }
 * classifyAddress('2001:db8:1:2:3::4'); // { kind: 'client', bucket: '2001:db8:1:2' }
 * classifyAddress('10.0.0.1'); // { kind: 'private' }
 * ```
 */
export function classifyAddress(address: string): ClientAddress {
	const [plain = ''] = address.trim().split('%', 1);
	const version = isIP(plain);
	if (version === 0) return { kind: 'unknown' };
	if (version === 4) return classifyV4(plain);
	const groups = groupsOf(plain);
	const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
	if (isMapped || TRANSLATED.check(plain, 'ipv6')) {
		const bytes = groups.slice(6).flatMap((group) => [group >> 8, group & 0xff]);
		return classifyV4(bytes.join('.'));
	}
	if (PRIVATE.check(plain, 'ipv6')) return { kind: 'private' };
	const bucket = groups
		.slice(0, 4)
		.map((group) => group.toString(16))
		.join(':');
	return { kind: 'client', bucket };
}

const classifyV4 = (address: string): ClientAddress =>
	PRIVATE.check(address, 'ipv4') ? { kind: 'private' } : { kind: 'client', bucket: address };

/** The eight groups of an IPv6 address. A URL writes it in the one canonical way, without dots. */
function groupsOf(address: string): number[] {
	const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
	const [head = '', tail] = canonical.split('::');
	const read = (part: string) =>
		part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
	const [before, after] = [read(head), read(tail ?? '')];
	return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

/** What the log says once, by what was found. */
const WARNINGS = {
	private:
		'Requests seem to come from a private address, which a proxy in front of the app has. Sign-ins are limited for each ' +
		'account, and not for each client address. Tell the adapter where the address of the client is: for adapter-node set ' +
		'ADDRESS_HEADER, and XFF_DEPTH with X-Forwarded-For.',
	unknown:
		'The adapter does not know the address of the client. Sign-ins are limited for each account, and not for each client ' +
		'address. For adapter-node behind a proxy set ADDRESS_HEADER to a header that the proxy always sends.'
} as const;

/**
 * Creates the function that says under which address a request is counted.
 *
 * @returns `null` where the address is not known, which the log says once
 *
 * @example
 * ```ts
 * const addressOf = createAddressOf();
 * addressOf(event); // '192.0.2.1'
 * ```
 */
export function createAddressOf(): (event: RequestEvent) => string | null {
	const warned = new Set<keyof typeof WARNINGS>();
	return (event) => {
		const address = clientAddress(event);
		const found: ClientAddress = address === null ? { kind: 'unknown' } : classifyAddress(address);
		if (found.kind === 'client') return found.bucket;
		// Whoever opens the app on its own machine is no misconfigured proxy.
		const isLocal = isLocalHost(event.url.hostname);
		if (!isLocal && !warned.has(found.kind)) {
			warned.add(found.kind);
			report(WARNINGS[found.kind]);
		}
		return null;
	};
}
