import type { RequestEvent } from '@sveltejs/kit';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Hooks, AfterSignOutEvent } from './events.js';
import { createHookRunner, emitAfterSignOut } from './hooks.js';

const log = vi.fn();

beforeEach(() => {
	vi.spyOn(console, 'error').mockImplementation(log);
});
afterEach(() => {
	log.mockReset();
	vi.restoreAllMocks();
});

type User = { id: string };

function runner(hooks: Hooks<User>) {
	const runner = createHookRunner<User>();
	runner.add(hooks);
	return runner;
}

const signOut: AfterSignOutEvent<User> = {
	type: 'afterSignOut',
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
	await emitAfterSignOut(runner({ afterSignOut }), signOut);

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
	await expect(emitAfterSignOut(runner({ afterSignOut }), signOut)).resolves.toBeUndefined();
	expect(log.mock.calls).toEqual([
		[
			'[svelte-guardian] events.afterSignOut failed. What it was told of is done.',
			'Error: audit is down'
		]
	]);
});

test('SO12: a handler that never settles is not waited for longer than ten seconds', async () => {
	vi.useFakeTimers();
	try {
		const never = () => new Promise<never>(() => {});
		const told = emitAfterSignOut(runner({ afterSignOut: never }), signOut);
		const asked = runner({ beforeSignOut: never }).runBefore(request);
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
	await emitAfterSignOut(runner({ afterSignOut }), { ...signOut, revoked: 0 });

	expect(told).toEqual([]);
});

const request = {
	type: 'beforeSignOut',
	user: { id: 'ann' },
	scope: 'current',
	reason: 'user',
	event: {} as RequestEvent
} as const;

test('the app may stop a sign-out, with a message for the person', async () => {
	const beforeSignOut = async ({ user }: { user: { id: string } | null }) =>
		user?.id === 'ann' ? { message: 'Finish your exam first.' } : undefined;

	expect(await runner({ beforeSignOut }).runBefore(request)).toBe('Finish your exam first.');
	expect(await runner({ beforeSignOut }).runBefore({ ...request, user: null })).toBeNull();
	expect(await runner({}).runBefore(request)).toBeNull();
});

test('a handler whose own mistake is all it has to say stops nothing', async () => {
	const beforeSignOut = () => {
		throw new Error('policy is down');
	};

	expect(await runner({ beforeSignOut }).runBefore(request)).toBeNull();
	expect(log.mock.calls).toEqual([
		[
			'[svelte-guardian] events.beforeSignOut failed. The sign-out goes on.',
			'Error: policy is down'
		]
	]);
});

test('an app without a handler is none the wiser', async () => {
	await emitAfterSignOut(runner({}), signOut);

	expect(log).not.toHaveBeenCalled();
});

describe('a hook that may be a check', () => {
	const signIn = { type: 'beforeSignIn', user: { id: 'ann' }, method: 'password' } as const;
	const event = {} as RequestEvent;

	test('stops a sign-in when it fails, because it may have had to refuse it', async () => {
		const beforeSignIn = () => Promise.reject(new Error('policy is down'));

		expect(await runner({ beforeSignIn }).runBefore({ ...signIn, event })).toContain('Try again');
		expect(log.mock.calls[0]![0]).toContain('events.beforeSignIn failed. It was refused.');
	});

	test('is not asked once another has stopped it', async () => {
		const asked: string[] = [];
		const hooks = runner({
			beforeSignIn: () => (asked.push('first'), { message: 'Not on Sundays.' })
		});
		hooks.add({ beforeSignIn: () => void asked.push('second') });

		expect(await hooks.runBefore({ ...signIn, event })).toBe('Not on Sundays.');
		expect(asked).toEqual(['first']);
	});
});

test('every hook is told, the app’s first, also where one of them fails', async () => {
	const told: string[] = [];
	const hooks = runner({ afterSignIn: () => Promise.reject(new Error('down')) });
	hooks.add({ afterSignIn: ({ method }) => void told.push(method) });
	const session = {} as never;
	const event = {} as RequestEvent;
	await hooks.emit({
		type: 'afterSignIn',
		user: { id: 'ann' },
		session,
		method: 'password',
		event
	});

	expect(told).toEqual(['password']);
	expect(hooks.hasAny('afterSignIn')).toBe(true);
	expect(hooks.hasAny('afterSignOut', 'signInFailed')).toBe(false);
});
