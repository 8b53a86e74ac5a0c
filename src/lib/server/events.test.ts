import type { RequestEvent } from '@sveltejs/kit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SignOutEvent } from '../types.js';
import { announceSignOut, objectionTo } from './events.js';

const log = vi.fn();

beforeEach(() => {
	vi.spyOn(console, 'error').mockImplementation(log);
});
afterEach(() => {
	log.mockReset();
	vi.restoreAllMocks();
});

const signOut: SignOutEvent<{ id: string }> = {
	user: { id: 'ann' },
	userId: 'ann',
	scope: 'all',
	reason: 'all',
	revoked: 3,
	event: {} as RequestEvent
};

test('SO12: the app is told once who signed out, and is waited for', async () => {
	const told: unknown[] = [];
	const afterSignOut = async (event: unknown) => {
		await Promise.resolve();
		told.push(event);
	};
	await announceSignOut({ events: { afterSignOut } }, signOut);

	expect(told).toEqual([signOut]);
	expect(log).not.toHaveBeenCalled();
});

test.each([
	[
		'throws',
		() => {
			throw new Error('audit is down');
		}
	],
	['rejects', () => Promise.reject(new Error('audit is down'))]
])('SO12: a handler that %s is logged, and nothing else comes of it', async (_, afterSignOut) => {
	await expect(announceSignOut({ events: { afterSignOut } }, signOut)).resolves.toBeUndefined();
	expect(log.mock.calls).toEqual([
		[
			'[svelte-guardian] events.afterSignOut failed. The sign-out itself is done.',
			'Error: audit is down'
		]
	]);
});

test('SO12: a handler that never settles is not waited for longer than ten seconds', async () => {
	vi.useFakeTimers();
	try {
		const never = () => new Promise<never>(() => {});
		const told = announceSignOut({ events: { afterSignOut: never } }, signOut);
		const asked = objectionTo({ events: { beforeSignOut: never } }, request);
		await vi.advanceTimersByTimeAsync(10_000);

		await expect(told).resolves.toBeUndefined();
		await expect(asked).resolves.toBeNull();
		expect(log).toHaveBeenCalledTimes(2);
		expect(log.mock.calls[0]![1]).toBe('Error: It has not settled within 10 s.');
		expect(vi.getTimerCount()).toBe(0);
	} finally {
		vi.useRealTimers();
	}
});

test('SO12: what ended nothing is no event', async () => {
	const told: unknown[] = [];
	const afterSignOut = (event: unknown) => void told.push(event);
	await announceSignOut({ events: { afterSignOut } }, { ...signOut, revoked: 0 });

	expect(told).toEqual([]);
});

const request = {
	user: { id: 'ann' },
	scope: 'current',
	reason: 'user',
	event: {} as RequestEvent
} as const;

test('the app may stop a sign-out, with a message for the person', async () => {
	const beforeSignOut = async ({ user }: { user: { id: string } | null }) =>
		user?.id === 'ann' ? { message: 'Finish your exam first.' } : undefined;

	expect(await objectionTo({ events: { beforeSignOut } }, request)).toBe('Finish your exam first.');
	expect(await objectionTo({ events: { beforeSignOut } }, { ...request, user: null })).toBeNull();
	expect(await objectionTo({ events: {} }, request)).toBeNull();
});

test('a handler whose own mistake is all it has to say stops nothing', async () => {
	const beforeSignOut = () => {
		throw new Error('policy is down');
	};

	expect(await objectionTo({ events: { beforeSignOut } }, request)).toBeNull();
	expect(log.mock.calls).toEqual([
		[
			'[svelte-guardian] events.beforeSignOut failed. The sign-out goes on.',
			'Error: policy is down'
		]
	]);
});

test('an app without a handler is none the wiser', async () => {
	await announceSignOut({ events: {} }, signOut);

	expect(log).not.toHaveBeenCalled();
});
