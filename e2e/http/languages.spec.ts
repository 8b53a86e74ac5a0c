import { newAccount, signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

test('FR16: with an address for each language, the kit leads to the pages of the same language', async ({
	start
}) => {
	const server = await start({ build: 'fixture', env: { GUARDIAN_LANGUAGES: '1' } });
	for (const language of ['', '/de']) {
		const visitor = new Client(server);
		const guarded = await visitor.get(`${language}/guarded`);
		const back = encodeURIComponent(`${language}/guarded`);
		expect.soft(guarded.location).toBe(`${language}/signin?callbackUrl=${back}`);
		expect.soft((await visitor.get(guarded.location ?? '')).status).toBe(200);

		const entered = await visitor.post(`${language}/signup?/signup`, { ...newAccount() });
		expect.soft(entered.location).toBe(`${language}/other`);
		expect.soft((await visitor.get(entered.location ?? '')).status).toBe(200);

		const left = await visitor.post(`${language}/guarded?/signout`);
		expect.soft(left.location).toBe(`${language}/own`);
		expect.soft((await visitor.get(left.location ?? '')).status).toBe(200);
		expect.soft(visitor.token).toBeUndefined();
	}
});

test(
	'FR16: a sign-out that fails leads to the sign-out page of the language',
	{ tag: '@gate' },
	async ({ start }) => {
		const server = await start({ build: 'fixture', env: { GUARDIAN_LANGUAGES: '1' } });
		const client = await signedIn(server);
		const tooMany = Array.from({ length: 80 }, (_, index) => [`field${index}`, '']);
		const { location } = await client.post('/de/other?/signout', Object.fromEntries(tooMany));
		expect(location).toBe('/de/signout?error=TOO_MANY_FIELDS');
	}
);
