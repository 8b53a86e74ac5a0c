import { newAccount, signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

for (const [build, base] of [
	['fixture', ''],
	['fixture-base', '/base']
] as const)
	test(
		`FR16: with an address for each language, the kit leads to the pages of the same language, with ${base ? 'a' : 'no'} base path`,
		{
			tag: base ? '@gate' : []
		},
		async ({ start }) => {
			const server = await start({ build, env: { GUARDIAN_LANGUAGES: '1' } });
			for (const [language, signIn, forms] of [
				[base, '/signin', '/forms'],
				[`${base}/de`, '/anmelden', '/formulare']
			]) {
				const visitor = new Client(server);
				const guarded = await visitor.get(`${language}/guarded`);
				const back = encodeURIComponent(`${language}/guarded`);
				expect.soft(guarded.location).toBe(`${language}${signIn}?callbackUrl=${back}`);
				expect.soft((await visitor.get(guarded.location ?? '')).status).toBe(200);

				const entered = await visitor.post(`${language}/signup?/signup`, { ...newAccount() });
				expect.soft(entered.location).toBe(`${language}/other`);
				expect.soft((await visitor.get(entered.location ?? '')).status).toBe(200);

				const left = await visitor.post(`${language}/guarded?/signout`);
				expect.soft(left.location).toBe(`${language}/own`);
				expect.soft((await visitor.get(left.location ?? '')).status).toBe(200);
				expect.soft(visitor.token).toBeUndefined();

				for (const address of [`${language}/forms`, `${language}${forms}`]) {
					const { body } = await visitor.get(address);
					expect.soft(body).toContain(` action="${address}?/signin`);
				}

				const refused = await visitor.post(`${guarded.location?.replace('?', '?/signin&')}`, {});
				expect.soft(refused.status).toBe(400);
			}
		}
	);

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
