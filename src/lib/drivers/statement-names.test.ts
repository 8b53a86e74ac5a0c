import { expect, test } from 'vitest';
import { statementNames } from './statement-names.js';

const args = [1];
const text = (n: number) => `SELECT $1 AS "column ${n}"`;

test('SE40 a text has one name, another text another, and PostgreSQL takes them all', () => {
	const nameOf = statementNames(2);
	const [one, other] = [text(1), text(2)].map((sql) => nameOf({ sql, args }));
	expect(nameOf({ sql: text(1), args: [2] })).toBe(one);
	expect(other).not.toBe(one);
	for (const name of [one, other]) expect(name).toMatch(/^.{1,63}$/);
});

test('SE40 no more texts than that get a name, and those that have one keep it', () => {
	const nameOf = statementNames(3);
	const texts = Array.from({ length: 10 }, (_, n) => text(n));
	const names = texts.map((sql) => nameOf({ sql, args }));
	expect(names.filter(Boolean)).toEqual(names.slice(0, 3));
	expect(texts.map((sql) => nameOf({ sql, args }))).toEqual(names);
});

test('SE40 with a limit of 0 nothing has a name', () => {
	expect(statementNames(0)({ sql: text(1), args })).toBe('');
});

test.each([
	['a script, or anything else without values', 'SELECT 1; SELECT 2', []],
	['a list', 'SELECT 1 WHERE "id" IN ($1,$2)', ['a', 'b']],
	['a list with blanks', 'SELECT 1 WHERE "id" IN ($1, $2)', ['a', 'b']],
	['a list that something follows', 'SELECT 1 WHERE ("id" NOT IN ($1,$2) AND "a" = $3)', [1, 2, 3]],
	['an insert of several rows', 'INSERT INTO "a" ("b") VALUES ($1), ($2)', [1, 2]],
	['an insert of several long rows', 'INSERT INTO "a" ("b","c") VALUES ($1,$2),($3,$4)', [1, 2, 3]]
])('SE40 %s has no name', (_, sql, args) => {
	expect(statementNames(500)({ sql, args })).toBe('');
});

test.each([
	'SELECT 1 WHERE "id" IN ($1)',
	'SELECT 1 WHERE "id" = $1 AND "a" = $2',
	'INSERT INTO "a" ("b","c") VALUES ($1,$2) RETURNING "b"',
	'SELECT COALESCE($1), ("a") LIMIT $2'
])('SE40 %s has one', (sql) => {
	expect(statementNames(500)({ sql, args: [1, 2] })).not.toBe('');
});
