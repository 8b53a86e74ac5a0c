import { expect, test } from 'vitest';
import { pgUrlMistake, readPgUrl } from './pg-url.js';

test.each([
	'postgresql://ada:secret@db.example:5432/app',
	'postgres://ada@db.example/app?schema=auth&connection_limit=5&sslmode=require',
	'postgresql://ada:a%23b%2Fc%3Fd%25@db.example/app',
	'postgresql://ada:a@b:c@db.example/app',
	'postgresql://ada:é$&+!*@db.example/app',
	'postgresql://ada@/app?host=/var/run/postgresql',
	'postgresql://%2Fvar%2Frun%2Fpostgresql/app',
	'postgresql://[::1]:5432/app',
	'/var/run/postgresql app'
])('FR28: %s is a URL', (url) => expect(pgUrlMistake(url)).toBeNull());

test.each([
	'not a url',
	'db.example/app',
	'mysql://ada:secret@db.example/app',
	'file:./dev.db',
	'postgresql://ada:se#cret@db.example/app',
	'postgresql://ada:12#3@db.example/app',
	'postgresql://ada:12/3@db.example/app',
	'postgresql://ada:12?3@db.example/app',
	'postgresql://ada:se/cret@db.example/app'
])('FR28: %s is refused, with the cure and without the password', (url) => {
	expect(pgUrlMistake(url)).toMatch(/cannot be read\. In DATABASE_URL/);
	expect(pgUrlMistake(url)).not.toMatch(/cret|12/);
});

test.each([
	['prisma+postgres://localhost:51213/?api_key=cret', /the direct one/],
	['prisma+postgres://accelerate.prisma-data.net/?api_key=cret', /the direct one/],
	['prisma://accelerate.prisma-data.net/?api_key=cret', /the direct one/],
	['"postgresql://ada:cret@db.example/app"', /without them/],
	["'postgresql://ada:cret@db.example/app'", /without them/]
])('FR28: %s is refused for what it is', (url, cure) => {
	expect(pgUrlMistake(url)).toMatch(cure);
	expect(pgUrlMistake(url)).toContain('DATABASE_URL');
	expect(pgUrlMistake(url)).not.toContain('cret');
});

test.each([undefined, ''])('FR28: where DATABASE_URL is %j, it is named', (url) => {
	expect(pgUrlMistake(url)).toContain('Set DATABASE_URL');
});

test.each([
	['?connection_limit=5', { max: 5 }],
	['?connection_limit=0', {}],
	['?connection_limit=many', {}],
	['', {}]
])('FR28: the number of connections of %j', (query, config) => {
	const url = `postgresql://db.example/app${query}`;
	expect(readPgUrl(url).config).toEqual({ connectionString: url, ...config });
});
