import { text } from '@sveltejs/kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { defineFeature, guardianAuth } from '../index.js';
import { Browser } from './request-event.test.support.js';

const EVIL = 'https://evil.example';

describe('SE49: a POST to a route of a feature comes from the app', () => {
	let database: TestDatabase;
	let auth: ReturnType<typeof open>;
	let done: string[];
	const count = defineFeature({
		id: 'count',
		setup: () => ({
			api: {},
			routes: {
				'POST /add': () => text(`added ${done.push('add')}`),
				'GET /read': () => text(`read ${done.push('read')}`),
				'POST /hook': { from: 'anywhere', handler: () => text(`heard ${done.push('hook')}`) }
			}
		})
	});
	const open = () =>
		guardianAuth({
			prisma: database.prisma,
			secret: 'a secret of at least 32 characters',
			csrf: { trustedOrigins: ['https://pay.example'] },
			features: [count]
		});

	beforeAll(async () => {
		database = await createDatabase('sqlite');
		auth = open();
	});
	beforeEach(() => void (done = []));
	afterAll(() => database.close());

	const post = async (path: string, headers: Record<string, string>) => {
		const { response } = await new Browser().post(auth.handle, path, {}, headers);
		return [response.status, await response.text()] as const;
	};

	test.each<[string, Record<string, string>]>([
		['the app', {}],
		['the app, by `Sec-Fetch-Site`', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
		['a trusted origin', { origin: 'https://pay.example', 'sec-fetch-site': 'cross-site' }]
	])('from %s it is answered', async (_, headers) => {
		expect(await post('/_guardian/count/add', headers)).toEqual([200, 'added 1']);
	});

	const FOREIGN: [string, Record<string, string>][] = [
		['another site', { origin: EVIL }],
		['another site, that the browser names', { origin: EVIL, 'sec-fetch-site': 'cross-site' }],
		['a subdomain', { origin: 'https://sub.app.example', 'sec-fetch-site': 'same-site' }],
		['nowhere', { origin: 'null' }],
		['an unknown origin', { origin: '' }],
		['another site, as JSON', { origin: EVIL, 'content-type': 'application/json' }],
		['another site, without a content type', { origin: EVIL, 'content-type': '' }],
		['another site, by fetch', { origin: EVIL, 'x-sveltekit-action': 'true', accept: '*/*' }]
	];

	test.each(FOREIGN)('from %s it is refused before the handler runs', async (_, headers) => {
		expect(await post('/_guardian/count/add', headers)).toEqual([
			403,
			'This request came from another site, so it was refused. Use the form on this site.'
		]);
		expect(done).toEqual([]);
	});

	test.each(FOREIGN)('from %s a route that accepts it is answered', async (_, headers) => {
		expect(await post('/_guardian/count/hook', headers)).toEqual([200, 'heard 1']);
	});

	test('a GET is answered from everywhere', async () => {
		// What a page would answer is not asked: the address is the kit's own.
		const { response } = await new Browser().get(auth.handle, '/_guardian/count/read', {
			origin: EVIL,
			'sec-fetch-site': 'cross-site'
		});
		expect(await response.text()).toBe('read 1');
	});
});
