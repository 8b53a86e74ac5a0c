import { signedIn } from '../support/account.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

test(
	'RF1: killed between the delete and the answer, the session is gone all the same',
	{ tag: '@gate' },
	async ({ start }) => {
		const doomed = await start({ build: 'fixture', env: { GUARDIAN_EVENT_KILLS: '1' } });
		const client = await signedIn(doomed);
		await expect(client.copy().post('/?/signout')).rejects.toThrow(/ECONNRESET|socket hang up/);

		const next = await start({ build: 'fixture', database: doomed.database });
		const survivor = new Client(next);
		survivor.present(client.token ?? '');
		expect(await survivor.whoami()).toBeNull();
		// The browser never heard of it, and may ask again.
		expect(await survivor.post('/?/signout')).toMatchObject({ status: 303, location: '/' });
		expect(await next.database.prisma.session.count()).toBe(0);
	}
);
