import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { editIgnore } from './ignore.js';
import { adviseOnColumns, appendModels, compareModels, readModels, readSetting } from './schema.js';

const kit = readFileSync('prisma/guardian.prisma', 'utf8');
const own = `generator client {
  provider = "prisma-client"
  output   = "../generated"
}

datasource db {
  provider = "postgresql" // ours
}

model Post {
  id   Int  @id
  data Json @default("{}")
  name String
}
`;

test('models and their columns are read, comments and attributes are not', () => {
	expect(readModels(own)).toEqual(new Map([['Post', ['id', 'data', 'name']]]));
	expect(readModels(kit).get('Session')).toEqual([
		...['id', 'publicId', 'userId', 'user', 'expiresAt', 'createdAt', 'lastUsedAt'],
		...['userAgent', 'ipAddress']
	]);
});

test.each(['Int', 'BigInt', 'String'])(
	'NC33: what the models of an app lack is printed ready to paste: ids are %s',
	(type) => {
		const schema = `model User {\n  id ${type} @id\n  email String @unique\n}\n`;
		const { advice } = compareModels(schema, kit) as { advice: string };
		expect(advice).toMatch(/^\tsessions +Session\[\]$/m);
		expect(advice).toMatch(/^\tpasswordHash +String\?$/m);
		expect(advice).not.toMatch(/^\temail +String +@unique/m);
		const session = /^model Session \{\n[^]*?^\}$/m.exec(advice)![0];
		expect(session).toMatch(new RegExp(`^\\tuserId +${type}$`, 'm'));
		expect(session).toContain('@relation(fields: [userId], references: [id]');
	}
);

test('settings are read from their own block', () => {
	expect(readSetting(own, 'datasource', 'provider')).toBe('postgresql');
	expect(readSetting(own, 'generator', 'provider')).toBe('prisma-client');
	expect(readSetting(own, 'generator', 'output')).toBe('../generated');
	expect(readSetting(own, 'datasource', 'url')).toBeUndefined();
});

test('models of other names are not in the way', () => {
	expect(compareModels(own, kit)).toBeNull();
	expect(compareModels(appendModels(own, kit), kit)).toBe('complete');
});

test('models of the same name stay, and what the kit misses in them is named', () => {
	const edit = compareModels('model User {\n  id String @id\n  email String\n}\n', kit);

	expect(edit).toEqual({ advice: expect.stringContaining('not touched') });
	expect(edit).toEqual({
		advice: expect.stringContaining(
			'model User: lacks name, passwordHash, emailVerifiedAt, disabledAt, createdAt, updatedAt, sessions'
		)
	});
	expect(edit).toEqual({ advice: expect.stringContaining('model Session: is missing') });
});

test('NC19: columns of the app that the kit cannot fill are named, with both cures', () => {
	const user = (column: string) =>
		`enum Role {\n  ADMIN\n}\n\nmodel User {\n  id String @id\n  email String @unique\n  ${column}\n}\n`;
	const unfilled = [
		'tenantId String',
		'role Role',
		'born DateTime @db.Date',
		'age Int // @default(1)'
	];
	const filled = [
		...['nick String?', 'posts Post[]', 'role Role @default(ADMIN)', 'changed DateTime @updatedAt'],
		...['name String', 'profile Profile', '// tenantId String', '@@index([email])']
	];
	for (const column of unfilled) {
		const edit = adviseOnColumns(user(column), kit) as { advice: string };
		expect(edit.advice, column).toContain(`model User: ${column.split(' ')[0]}\n`);
		expect(edit.advice).toContain('@default(…)');
		expect(edit.advice).toContain('auth.signUpAction(');
	}
	for (const column of filled) expect(adviseOnColumns(user(column), kit), column).toBeNull();
	expect(adviseOnColumns(kit, kit)).toBeNull();
});

test.each([
	['\n', 'model A {\n}\n'],
	['\n', 'model A {\n}'],
	['\r\n', 'model A {\r\n}\r\n']
])('models are put below, with line endings %j', (eol, source) => {
	const content = appendModels(source, kit);

	expect(content.startsWith(source)).toBe(true);
	expect(content).toContain(`}${eol}${eol}/// Someone who can sign in.${eol}`);
	expect(content.split(/\r?\n/).slice(-kit.split('\n').length).join('\n')).toBe(kit);
});

test.each([
	['', '# Prisma\n/a\n/b\n'],
	['node_modules\n/a\n', 'node_modules\n/a\n\n# Prisma\n/b\n'],
	['x', 'x\n\n# Prisma\n/a\n/b\n']
])('.gitignore %j', (source, wanted) => {
	expect(editIgnore(source, ['/a', '/b'])).toEqual({ content: wanted });
	expect(editIgnore(wanted, ['/a', '/b'])).toBeNull();
});
