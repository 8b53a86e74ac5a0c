import { expect, test } from 'vitest';
import { readPostgresUrl } from './postgres-url.js';

test.each([
	['postgresql://ada:secret@db.example/app', 'PostgreSQL database app on db.example:5432'],
	['postgres://ada:secret@db.example:6543/app', 'PostgreSQL database app on db.example:6543'],
	['postgresql://ada:secret@localhost/the%20app', 'PostgreSQL database the app on localhost:5432'],
	['postgresql://ada:secret@localhost', 'PostgreSQL database ada on localhost:5432'],
	['postgresql://ada:secret@localhost/app?host=/run/pg', 'PostgreSQL database app on /run/pg:5432']
])('%s is named without its password', (url, name) => {
	expect(readPostgresUrl(url).name).toBe(name);
});

test('another database on the same server keeps everything but the schema', () => {
	const { sibling } = readPostgresUrl(
		'postgresql://ada:s%2Fcret@db.example:6543/app?sslmode=require&schema=kit'
	);
	expect(sibling('other')).toBe('postgresql://ada:s%2Fcret@db.example:6543/other?sslmode=require');
});

test('nothing is sent about a schema where none is named', () => {
	expect(readPostgresUrl('postgresql://db.example/app').config).not.toHaveProperty('options');
});
