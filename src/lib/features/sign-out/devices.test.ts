import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, test } from 'vitest';
import { StoreError } from '../../database/query.js';
import { createRequests, setIdentity, type Identity } from '../../http/request-auth.js';
import type { AuthContext } from '../../context.js';
import type { Session } from '../../session.js';
import { createDevices } from './devices.js';

const session = (id: string): Session => ({
	id,
	createdAt: new Date('2026-01-01'),
	lastUsedAt: new Date('2026-01-02'),
	expiresAt: new Date('2026-03-01'),
	userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
	ipAddress: '192.0.2.1'
});

/** A request of somebody, and what a page's `load` would get. */
async function devicesFor(identity: Identity<{ id: string }>, list: () => Promise<Session[]>) {
	const requests = createRequests<{ id: string }>();
	const depended: string[] = [];
	const event = {
		cookies: { get() {}, set() {}, getAll() {}, delete() {}, serialize() {} },
		locals: {},
		request: new Request('http://localhost/account'),
		depends: (key: string) => depended.push(key)
	} as unknown as RequestEvent;
	setIdentity(requests.open(event), identity);
	const devices = createDevices({ requests, sessions: { list } } as unknown as AuthContext<{
		id: string;
	}>);
	return { devices: await devices(event), depended };
}

const ann = { status: 'signed-in', user: { id: 'ann' }, session: session('two'), key: '' } as const;
const none = async () => [];

describe('CO12: the sessions of an account page', () => {
	test('begin with the one of the request, which is in use now', async () => {
		const before = Date.now();
		const list = async () => [session('one'), session('two'), session('three')];
		const { devices, depended } = await devicesFor(ann, list);
		expect(devices?.map(({ id }) => id)).toEqual(['two', 'one', 'three']);
		expect(devices?.map(({ isCurrent }) => isCurrent)).toEqual([true, false, false]);
		const [current, other] = devices!;
		expect(current!.lastUsedAt.getTime()).toBeGreaterThanOrEqual(before);
		expect(other!.lastUsedAt).toEqual(new Date('2026-01-02'));
		expect(other!.device).toEqual({ name: 'Firefox on Linux', kind: 'desktop' });
		expect(depended).toEqual(['guardian:sessions']);
	});

	test('hold no more than what is shown', async () => {
		const { devices } = await devicesFor(ann, async () => [session('two')]);
		expect(Object.keys(devices![0]!).sort()).toEqual(
			['createdAt', 'device', 'id', 'ipAddress', 'isCurrent', 'lastUsedAt', 'listedAt'].sort()
		);
	});

	test.each([
		['nobody has none', { status: 'anonymous' }, none, []],
		['without an answer about the user there is no list', { status: 'unavailable' }, none, null],
		['without an answer about the list neither', ann, () => Promise.reject(new StoreError()), null]
	] as const)('%s', async (_, identity, list, expected) => {
		expect((await devicesFor(identity, list as () => Promise<Session[]>)).devices).toEqual(
			expected
		);
	});

	test('a fault that is not the database’s is thrown', async () => {
		const list = () => Promise.reject(new TypeError('a mistake'));
		await expect(devicesFor(ann, list)).rejects.toThrow('a mistake');
	});
});
