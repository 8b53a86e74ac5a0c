import { expect, test } from 'vitest';
import { addFields, modelBlocks, withoutAdditions } from './schema-parts.js';

const OWN = `// ours
model User {
  id    String @id // never changes
  email String @unique

  /// By name.
  @@index([email])
}
`;
const FIELD = 'entries AuditEntry[]';

test('NC26: models are taken one by one, with what is said about them', () => {
	const blocks = modelBlocks(
		`// A feature.\n\n/// One.\n/// More.\nmodel A {\n\tid Int @id\n}\n\nmodel B {\r\n\tid Int @id\r\n}\r\n`
	);
	expect([...blocks]).toEqual([
		['A', '/// One.\n/// More.\nmodel A {\n\tid Int @id\n}\n'],
		['B', 'model B {\n\tid Int @id\n}\n']
	]);
});

test.each([
	['', ''],
	['\r\n', '\r\n']
])(
	'NC26: the other side of a relation goes behind the columns; the rest stays as it is %j',
	(eol) => {
		const as = (text: string) => (eol ? text.replaceAll('\n', eol) : text);
		const wanted = OWN.replace('@unique\n', `@unique\n  ${FIELD}\n`);
		expect(addFields(as(OWN), 'User', [FIELD])).toEqual({ content: as(wanted) });
		expect(addFields(as(wanted), 'User', [FIELD])).toBeNull();
	}
);

test('NC26: a model without columns, and one that is called otherwise', () => {
	expect(addFields('model User {\n}\n', 'User', [FIELD])).toEqual({
		content: `model User {\n  ${FIELD}\n}\n`
	});
	expect(addFields('model Account {\n}\n', 'User', [FIELD])).toEqual({
		advice: expect.stringContaining(FIELD)
	});
	expect(addFields('// model User {\n', 'User', [FIELD])).toHaveProperty('advice');
});

test('what recipes bring is taken out of the models, with what is said about it', () => {
	const schema = `model A {\n\tid Int @id\n\t/// Only for B.\n\tseen DateTime?\n\tname String\n}\n\n/// One.\nmodel B {\n\tid Int @id\n}\n`;
	const recipes = [{ models: 'model B {\n}\n', fields: { A: ['seen DateTime?'] } }, {}];
	expect(withoutAdditions(schema, recipes)).toBe('model A {\n\tid Int @id\n\tname String\n}\n');
	expect(withoutAdditions(schema, [])).toContain('model B {');
});
