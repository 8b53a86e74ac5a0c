import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, test, vi } from 'vitest';
import { withHookOutput } from './hook-output.js';

type Resolve = Parameters<typeof withHookOutput>[1];

/** An answer of the kit, where what is behind `handle` does this. */
async function answerOf(path: string, routeId: string | null, resolve: Resolve) {
	const url = new URL(path, 'https://app.example');
	const event = {
		...{ url, request: new Request(url, { method: 'POST' }), route: { id: routeId } },
		cookies: { set: () => {}, serialize: () => '' },
		...{ isDataRequest: false, isSubRequest: false }
	} as unknown as RequestEvent;
	const response = await withHookOutput(event, resolve, () => new Response('signed out'));
	return { text: await response.text(), front: response.headers.get('x-front') };
}

/** SvelteKit's, which adds what a hook in front has set, and takes no cookie from then on. */
const front = ({ cookies }: RequestEvent) => {
	cookies.set = () => {};
	return new Response('', { headers: { 'x-front': 'yes' } });
};

describe('FR11: what hooks have set is added to an answer of the kit', () => {
	test.each([
		['on a page', '/account?/signout', '/account', 'yes'],
		['on no page', '/nowhere?/signout', null, 'yes'],
		['at an address of the kit', '/_guardian/sign-out/session', null, 'yes'],
		// A route that answers every method may be a door to another server.
		[
			'at such an address, behind which is a route',
			'/_guardian/sign-out/session',
			'/[...rest]',
			null
		],
		['the same, below a base path', '/base/_guardian/sign-out/session', '/[...rest]', null]
	])('%s', async (_, path, routeId, expected) => {
		const resolve = vi.fn(front);
		expect(await answerOf(path, routeId, resolve)).toEqual({ text: 'signed out', front: expected });
		expect(resolve).toHaveBeenCalledTimes(expected ? 1 : 0);
	});

	test('what never answers is waited for no longer than a second', async () => {
		const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
		const never = () => new Promise<Response>(() => {});
		const started = performance.now();
		const answer = await answerOf('/account?/signout', '/account', never);
		expect(answer).toEqual({ text: 'signed out', front: null });
		expect(performance.now() - started).toBeLessThan(5_000);
		expect(String(logged.mock.calls)).toContain('could not be added');
		logged.mockRestore();
	});
});
