import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import type { EmailMessage } from '../features/email/send.js';
import { ann, createEmailWorld } from './email-world.test.support.js';
import { Browser } from './request-event.test.support.js';

let world: Awaited<ReturnType<typeof createEmailWorld>>;
let other: TestDatabase;
beforeAll(async () => {
	world = await createEmailWorld('sqlite');
	other = await createDatabase('sqlite');
	await world.makeAnn({ emailVerifiedAt: new Date(0) });
});
afterAll(async () => {
	await world.close();
	await other.close();
});

/** The client of a schema that has two more models of the same kind, under names of their own. */
function withModels(client: object, more: Record<string, unknown>): object {
	return new Proxy(client, {
		get(target, key) {
			if (typeof key === 'string' && Object.hasOwn(more, key)) return more[key];
			const value: unknown = Reflect.get(target, key);
			if (key !== '$transaction') return value;
			return (work: (client: object) => unknown) =>
				(value as (inner: typeof work) => unknown).call(target, (inner) =>
					work(withModels(inner, more))
				);
		}
	});
}

test('PW43 two apps on one database, each with models of its own for what waits, deliver nothing of each other', async () => {
	const { outboxMessage: adminMail, guardianEvent: adminEvent } = other.prisma;
	const prisma = withModels(world.database.prisma, { adminMail, adminEvent });
	const models = {
		outboxMessage: { modelName: 'adminMail' },
		guardianEvent: { modelName: 'adminEvent' }
	};
	const got: string[] = [];
	const listensAs = (name: string) => ({
		events: { outbox: true, afterSignOut: () => void got.push(`event of ${name}`) }
	});
	const sendsAs = (name: string) => ({
		send: ({ to }: EmailMessage) => void got.push(`mail of ${name} to ${to}`)
	});
	const shop = world.app(sendsAs('shop'), { prisma, ...listensAs('shop') });
	const admin = world.app(sendsAs('admin'), {
		...{ prisma, models, cookie: { name: 'admin' } },
		...listensAs('admin')
	});
	const deliver = async (app: typeof shop) => {
		await app.email.deliver();
		await app.deliverEvents();
	};

	await world.signIn(admin);
	await world.post(admin, new Browser(), 'forgotpassword', { email: ann });
	await admin.sessions.revokeAll({ id: 'ann' });
	await deliver(shop);
	await deliver(admin);
	// What a round in the background has taken up is told by that.
	await expect.poll(() => [...got].sort()).toEqual(['event of admin', `mail of admin to ${ann}`]);
});
