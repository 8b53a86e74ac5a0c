import { signUp } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

test('the mails of the demo are shown to nobody on a build, also where no mail server is set', async ({
	servers,
	databaseOf
}) => {
	const server = servers.demo;
	const client = new Client(server);
	const { email } = await signUp(client);
	// It was sent: there would be something to see.
	const prisma = databaseOf(server);
	await expect(async () => {
		expect(await prisma.outboxMessage.count({ where: { to: email, sentAt: { not: null } } })).toBe(
			1
		);
	}).toPass({ intervals: [20, 50, 100] });

	for (const path of ['/outbox', '/outbox/__data.json']) {
		for (const visitor of [client, new Client(server)]) {
			const { status, body } = await visitor.get(path);
			expect(path.endsWith('.json') ? body : String(status)).toContain('404');
			expect(body).not.toContain('token=');
			expect(visitor === client ? '' : body).not.toContain(email);
		}
	}
});
