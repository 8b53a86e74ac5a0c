import { generateIdFromEntropySize } from 'lucia';
import { hashToken } from '../../src/lib/sessions/session-token.js';
import { signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

const DAY = 24 * 60 * 60 * 1000;
const until = new Date(Date.now() + DAY).toISOString();

test.describe('an app that has moved from Lucia', () => {
	test('a browser with the old cookie gets on, and its sign-out holds', async ({
		start,
		databaseOf
	}) => {
		const origin = 'https://app.example';
		const server = await start({ build: 'fixture', origin, options: { fromLucia: { until } } });
		const prisma = databaseOf(server);
		const { account } = await signedIn(server);
		const { id: userId } = await prisma.user.findUniqueOrThrow({ where: { email: account.email } });
		// As Lucia makes its rows, and as the migration leaves them.
		const token = generateIdFromEntropySize(25);
		const expiresAt = new Date(Date.now() + DAY);
		await prisma.session.deleteMany();
		await prisma.session.create({
			data: { id: token, userId, expiresAt, publicId: 'lucia:4f1c' }
		});

		const client = new Client(server);
		client.cookies.set('auth_session', token);
		const thief = client.copy();
		const both = await Promise.all([client.copy().whoami(), client.copy().whoami()]);
		expect(both).toEqual([account.email, account.email]);

		const { setCookies } = await client.get('/');
		expect(setCookies).toMatchObject([
			{ name: client.cookieName, value: token, attributes: { httponly: true, secure: true } },
			{ name: 'auth_session', value: '', attributes: { 'max-age': '0' } }
		]);
		expect((await client.get('/')).setCookies).toEqual([]);
		expect(await client.whoami()).toBe(account.email);
		expect(await prisma.session.findMany()).toMatchObject([{ id: hashToken(token) }]);

		// SL1: the hash, which is all that the database holds now, is no token.
		const reader = new Client(server);
		reader.cookies.set('auth_session', hashToken(token));
		expect(await reader.whoami()).toBeNull();

		expect((await client.post('/?/signout')).status).toBe(303);
		expect([...client.cookies]).toEqual([]);
		expect(await prisma.session.count()).toBe(0);
		expect(await thief.whoami()).toBeNull();
	});

	test(
		'SO1: the very first request may be the sign-out',
		{ tag: '@gate' },
		async ({ start, databaseOf }) => {
			const server = await start({ build: 'fixture', options: { fromLucia: { until } } });
			const prisma = databaseOf(server);
			const { account } = await signedIn(server);
			const { id: userId } = await prisma.user.findUniqueOrThrow({
				where: { email: account.email }
			});
			const token = generateIdFromEntropySize(25);
			const expiresAt = new Date(Date.now() + DAY);
			await prisma.session.create({
				data: { id: token, userId, expiresAt, publicId: 'lucia:4f1c' }
			});
			const client = new Client(server);
			client.cookies.set('auth_session', token);
			const thief = client.copy();
			const { setCookies } = await client.enhanced('/?/signout');

			// CK5: each cookie once.
			const names = setCookies.map(({ name }) => name);
			expect(new Set(names).size).toBe(names.length);
			expect(names).toContain('auth_session');
			expect(setCookies.filter(({ value }) => value !== '')).toEqual([]);
			expect(await thief.whoami()).toBeNull();
			expect(await prisma.session.count({ where: { userId } })).toBe(1);
		}
	);
});
