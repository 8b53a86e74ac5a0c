import { expect, test } from 'vitest';
import { storeAdvice } from './store-advice.js';

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

test.each([
	['SQLite', new Error('SQLITE_ERROR: no such column: main.Session.publicId')],
	['SQLite, written', new Error('table Session has no column named publicId')],
	['PostgreSQL', new Error('relation "Session" does not exist')],
	['a column', new Error('column s.publicId does not exist')],
	['a code', Object.assign(new Error('x'), { code: 'P2022' })],
	['a cause', new Error('x', { cause: new Error('no such table: main.User') })]
])('NC35: what is missing in the database is to be migrated: %s', (_, error) => {
	expect(storeAdvice(error)).toContain('npx prisma migrate deploy');
});

test('NC35: a client that does not know a column is to be generated', () => {
	const error = named('PrismaClientValidationError', 'In\n\nUnknown argument `disabledAt`. Did …');
	expect(storeAdvice(error)).toContain('npx prisma generate');
});

test.each([new Error('fetch failed'), new Error('the user does not exist'), 'text', undefined])(
	'NC35: about others it says nothing: %s',
	(error) => {
		expect(storeAdvice(error)).toBe('');
	}
);
