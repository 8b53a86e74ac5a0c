import { newAccount, signUp } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

test('CC4: sign-ins against sign-out-everywhere end as the database has them', async ({
	servers,
	databaseOf
}) => {
	const laptop = new Client(servers.fixture);
	const account = await signUp(laptop, newAccount());
	const { user } = (await laptop.get('/api/me')).json();
	const browsers = Array.from({ length: 12 }, () => new Client(servers.fixture));

	const [everywhere] = await Promise.all([
		laptop.post('/?/signout', { scope: 'all' }),
		...browsers.map((browser) =>
			browser.post('/signin?/signin', { email: account.email, password: account.password })
		)
	]);
	expect(everywhere.status).toBe(303);

	const names = await Promise.all(browsers.map((browser) => browser.whoami()));
	const left = await databaseOf(servers.fixture).session.count({ where: { userId: user.id } });
	expect(names.filter((name) => name === account.email)).toHaveLength(left);
	expect(await laptop.whoami()).toBeNull();

	const [last] = browsers.filter((_, index) => names[index] !== null);
	await (last ?? laptop).post('/?/signout', { scope: 'all' });
	for (const browser of browsers) expect(await browser.whoami()).toBeNull();
});

test('CC3: requests under way while the person signs out bring nothing back', async ({ start }) => {
	const server = await start({ build: 'fixture', options: { session: { renewAfter: 0 } } });
	const client = new Client(server);
	await signUp(client);
	const thief = client.copy();
	// Each of these renews the session.
	const reading = Array.from({ length: 40 }, () => client.copy().get('/guarded'));
	const signedOut = client.copy().post('/?/signout');
	const answers = await Promise.all([...reading, signedOut]);

	for (const { setCookies } of answers) {
		expect(setCookies.filter(({ value }) => value !== '')).toEqual([]);
	}
	expect(await thief.whoami()).toBeNull();
	expect(await server.database.prisma.session.count()).toBe(0);
});
