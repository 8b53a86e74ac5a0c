import { signedIn } from '../support/account.js';
import { expect, test } from '../support/test.js';

test('on SIGTERM what is under way is answered, and the process ends', async ({ start }) => {
	const server = await start({
		build: 'fixture',
		options: { session: { deleteExpiredEvery: 3600 } }
	});
	const client = await signedIn(server);
	const slow = client.copy().get('/slow?ms=800');
	// It is in the handler once the same question without a wait has come back.
	await client.copy().get('/slow?ms=0');
	const ended = server.terminate();

	expect(await slow).toMatchObject({ status: 200, body: client.account.email });
	expect(await ended).toEqual({ code: 0, signal: null });
	await expect(client.copy().get('/')).rejects.toThrow('ECONNREFUSED');
});

test(
	'a server that is told to sweeps expired sessions by itself',
	{ tag: '@gate' },
	async ({ start }) => {
		const server = await start({
			build: 'fixture',
			options: { session: { deleteExpiredEvery: 0.1 } }
		});
		const client = await signedIn(server);
		const { user } = (await client.get('/api/me')).json();
		const { session } = server.database.prisma;
		await session.createMany({
			data: Array.from({ length: 2500 }, (_, i) => ({
				...{ id: `old ${i}`, publicId: `old ${i}`, userId: user.id, expiresAt: new Date(0) }
			}))
		});
		await expect.poll(() => session.count()).toBe(1);
		expect(await client.whoami()).toBe(client.account.email);
		expect((await client.get(`/events?user=${user.id}`)).json()).toEqual([]);
	}
);
