import {
	createDatabase,
	type Provider,
	type TestDatabase
} from '../../../../e2e/support/database.js';
import { coreModels } from '../../database/core-models.js';
import { createDatabase as createAccess, type Database } from '../../database/database.js';
import { modelsOf } from '../../database/models.js';
import { createQuery } from '../../database/query.js';
import type { Mail, MailKind } from './mail.js';
import type { Compose } from './mail-delivery.js';
import { createMailQueue, type MailQueueParts } from './mail-queue.js';
import { outboxModels } from './outbox-model.js';

/** The access of the feature to a database. */
export function accessTo(prisma: object): Database {
	const declarations = { ...coreModels, ...outboxModels };
	const names = {
		user: { modelName: 'user', fields: {} },
		session: { modelName: 'session', fields: {} },
		outboxMessage: { modelName: 'outboxMessage', fields: {} }
	};
	const models = modelsOf(prisma, names, declarations);
	return createAccess({ models, names, declarations, query: createQuery(20), timeoutSeconds: 20 });
}

export const KINDS: MailKind[] = [
	'verifyEmail',
	'resetPassword',
	'confirmNewEmail',
	'emailChanged',
	'passwordChanged',
	'alreadyRegistered'
];

/** Mails that say what they are. */
export const plainly = Object.fromEntries(
	KINDS.map((kind): [MailKind, Compose] => [
		kind,
		async ({ data }) => ({ subject: `${kind} ${data.n ?? ''}`.trim(), text: kind, html: kind })
	])
) as Record<MailKind, Compose>;

export const mailTo = (to: string, rest: Partial<Mail> = {}): Mail => ({
	...{ kind: 'verifyEmail', to, userId: null, data: {} },
	...rest
});

/** A migrated database, and queues on it. */
export async function createOutboxWorld(provider: Provider) {
	const database: TestDatabase = await createDatabase(provider);
	const access = accessTo(database.prisma);
	const queues: { close(): void }[] = [];
	return {
		database,
		access,
		rows: () => database.prisma.outboxMessage.findMany({ orderBy: { id: 'asc' } }),
		queue(parts: Partial<MailQueueParts> & Pick<MailQueueParts, 'send'>) {
			const queue = createMailQueue({
				...{ database: access, from: 'App <no-reply@app.example>', perAddressPerHour: 10 },
				...{ deliverEvery: null, compose: plainly, onFailed: async () => {} },
				...parts
			});
			queues.push(queue);
			return queue;
		},
		/** Makes everything due now that waits. */
		async skipWaits() {
			const nextAttemptAt = new Date(Date.now() - 1000);
			await database.prisma.outboxMessage.updateMany({ data: { nextAttemptAt } });
		},
		async close() {
			for (const queue of queues) queue.close();
			await database.close();
		}
	};
}
