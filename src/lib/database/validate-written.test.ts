import { describe, expect, test } from 'vitest';
import { coreModels } from './core-models.js';
import { prismaSchema } from './prisma-schema.js';
import { writtenMistakes, type WrittenCheck } from './validate-written.js';

const shipped = prismaSchema(coreModels);
const user = (...lines: string[]) => `
model User {
	id           String    @id @default(cuid())
	passwordHash String?
	${lines.join('\n\t')}
}
model Tenant {
	id String @id
}`;
const EMAIL = 'email String @unique';

const check = (schema: string, rest: Partial<WrittenCheck> = {}) =>
	writtenMistakes({
		...{ schema, key: 'user', modelName: 'User', declaration: coreModels.user },
		...{ names: {}, mayBeFilled: rest.key === undefined, ...rest }
	});

describe('FR26: what the kit looks rows up by is unique by itself', () => {
	test.each([
		['@unique', EMAIL],
		['@unique with a name', 'email String @unique(map: "one_email")'],
		['@@unique of it alone', 'email String\n@@unique([email])'],
		['beside another index', `${EMAIL}\n\ttenantId String?\n\t@@unique([tenantId, email])`],
		['citext', 'email String @unique @db.Citext']
	])('accepted: %s', (_, lines) => expect(check(user(lines))).toEqual([]));

	test('refused: an email that is unique within a tenant', () => {
		const lines = ['email String', 'tenantId String?', '@@unique([tenantId, email])'];
		expect(check(user(...lines))).toEqual([
			'prisma: `email` of your model `User` has to be unique by itself: add `@unique`. It is so only together with `tenantId`.'
		]);
	});

	test.each([
		['not unique at all', user('email String')],
		['only in a comment', user('email String // @unique')]
	])('refused: %s', (_, schema) => {
		expect(check(schema)).toEqual([
			'prisma: `email` of your model `User` has to be unique by itself: add `@unique`.'
		]);
	});

	test('refused: a session’s key that is unique together with another column', () => {
		const schema = shipped.replace('id String @id\n\tpublicId', 'id String\n\tpublicId');
		const session = { key: 'session', modelName: 'Session', declaration: coreModels.session };
		expect(check(schema.replace('@@index([userId])', '@@id([id, userId])'), session)).toEqual([
			expect.stringContaining('`id` of your model `Session` has to be unique by itself')
		]);
	});
});

describe('SE18: a required column that nobody fills is refused', () => {
	const session = { key: 'session', modelName: 'Session', declaration: coreModels.session };
	const withLines = (lines: string) =>
		`${shipped.replace('publicId String', `publicId String\n\t${lines}`)}\nmodel Device {\n\tid String @id\n}\n`;

	test.each([
		['a text', 'device String'],
		[
			'the key of a relation',
			'device String\n\tit Device @relation(fields: [device], references: [id])'
		],
		['an enum', 'device Kind']
	])('%s', (_, lines) => {
		expect(check(withLines(lines), session)).toEqual([
			'prisma: `device` of your model `Session` is required and has no default, so nobody could sign in. ' +
				'Give it a default, or make it optional.'
		]);
	});

	test.each([
		['a default', 'device String @default("x")'],
		['a default of the database', 'device String @default(dbgenerated())'],
		['optional', 'device String?'],
		['a list', 'devices String[]'],
		['a date of change', 'changed DateTime @updatedAt'],
		['a relation', 'device Device?\n\tdevices Device[]']
	])('accepted: %s', (_, lines) => expect(check(withLines(lines), session)).toEqual([]));

	test('accepted where something else may fill it', () => {
		expect(check(withLines('device String'), { ...session, mayBeFilled: true })).toEqual([]);
	});
});

test('the shipped models have no mistake, under names of the app’s own neither', () => {
	expect(check(shipped)).toEqual([]);
	const renamed = shipped.replace('email String', 'mail String');
	expect(check(renamed, { names: { email: 'mail' } })).toEqual([]);
});
