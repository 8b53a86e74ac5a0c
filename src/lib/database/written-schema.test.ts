import { expect, test } from 'vitest';
import { readWrittenModel } from './written-schema.js';

const field = (name: string, type: string, rest: object = {}) => ({
	...{ name, type, isList: false, isOptional: false, isFilled: false },
	...rest
});

test('FR26: reads fields, keys and the schema, and no comments or texts', () => {
	const written = readWrittenModel(
		`
model Users {
	id String @id
}

/// model User { }
model User {
	id     String  @id @default(cuid())
	/// email String @unique
	email  String  @unique(map: "users @@id([x])") // @default("x")
	name   String? @map("a // b") @db.VarChar(20)
	note   String  @map("@default(1) @unique")
	roles  Role[]
	status Status  @default(ACTIVE)
	at     DateTime @updatedAt
	tenant Tenant  @relation(fields: [tenantId], references: [id])
	tenantId String

	@@unique([tenantId, email(sort: Desc)], map: "one")
	@@unique(fields: [note])
	@@index([name])
	@@schema("auth")
}
`,
		'User'
	);

	expect(written).toEqual({
		fields: [
			field('id', 'String', { isFilled: true }),
			field('email', 'String'),
			field('name', 'String', { isOptional: true }),
			field('note', 'String'),
			field('roles', 'Role', { isList: true }),
			field('status', 'Status', { isFilled: true }),
			field('at', 'DateTime', { isFilled: true }),
			field('tenant', 'Tenant'),
			field('tenantId', 'String')
		],
		unique: [['id'], ['email'], ['tenantId', 'email'], ['note']],
		schema: 'auth'
	});
});

test('a model that is not there is null', () => {
	expect(readWrittenModel('model User {\n id String @id\n}', 'Use')).toBeNull();
});
