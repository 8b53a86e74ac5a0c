import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { audit } from '../../../e2e/fixture/src/lib/audit.js';
import { root } from '../../../prisma/tools/url.js';
import { outboxModels } from '../features/email/outbox-model.js';
import { rateLimitModels } from '../features/rate-limit/rate-limit-model.js';
import { eventModels } from '../outbox/event-model.js';
import { coreModels, secretModel } from './core-models.js';
import { tokenModels } from '../tokens/token-model.js';
import { prismaSchema } from './prisma-schema.js';

/** The declarations of a schema, however they are aligned. */
function linesOf(schema: string): string[] {
	return schema
		.split('\n')
		.map((line) =>
			line
				.replace(/\/\/.*/, '')
				.trim()
				.replace(/\s+/g, ' ')
		)
		.filter((line) => line !== '')
		.sort();
}

const read = (path: string) => readFile(join(root(), path), 'utf8');

test('the models that are shipped are those that are declared', async () => {
	const shipped = linesOf(await read('prisma/guardian.prisma'));
	const models = { ...coreModels, ...secretModel, ...rateLimitModels, ...tokenModels };
	expect(shipped).toEqual(linesOf(prismaSchema(models)));
});

test('the models of a feature that is shipped as an option are those that it declares', async () => {
	const email = linesOf(await read('prisma/email.prisma'));
	expect(email).toEqual(linesOf(prismaSchema(outboxModels)));
	const events = linesOf(await read('prisma/events.prisma'));
	expect(events).toEqual(linesOf(prismaSchema(eventModels)));
});

test('the models of a feature, with what they add to the user, make a schema', async () => {
	const { models = {} } = audit();
	const own = linesOf(prismaSchema({ ...coreModels, ...models }));
	const schema = await read('e2e/schemas/audit/schema.prisma');
	const written = linesOf(schema.slice(schema.indexOf('model User')));
	expect(own).toEqual(written);
});

test('NC3: a relation leads to the model of users as the app calls it', () => {
	const { models = {} } = audit();
	expect(prismaSchema(models, { name: 'AuthUser', id: 'uid' })).toContain(
		'user AuthUser @relation(fields: [userId], references: [uid], onDelete: Cascade)'
	);
});
