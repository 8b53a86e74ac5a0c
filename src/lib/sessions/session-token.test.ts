import { describe, expect, test } from 'vitest';
import { createPublicId, createToken, hashToken, isToken } from './session-token.js';

test('SL1: a token is 256 bits, and no two are alike', () => {
	const tokens = Array.from({ length: 1000 }, createToken);

	expect(new Set(tokens).size).toBe(1000);
	expect(tokens.filter((token) => Buffer.from(token, 'base64url').length !== 32)).toEqual([]);
	expect(tokens.filter((token) => !isToken(token))).toEqual([]);
});

test('SL1: every bit of a token is drawn: each is set in some tokens and not in others', () => {
	const tokens = Array.from({ length: 200 }, () => Buffer.from(createToken(), 'base64url'));
	const always = tokens.reduce((a, b) => Buffer.from(a.map((byte, i) => byte & (b[i] ?? 0))));
	const ever = tokens.reduce((a, b) => Buffer.from(a.map((byte, i) => byte | (b[i] ?? 0))));

	expect(always.toString('hex')).toBe('00'.repeat(32));
	expect(ever.toString('hex')).toBe('ff'.repeat(32));
});

test('SL1: the database holds the SHA-256 of the token, in hex', () => {
	// FIPS 180-2, appendix B.1.
	expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('SL1: what the database holds is no token, nor is a public id', () => {
	expect(isToken(hashToken(createToken()))).toBe(false);
	expect(isToken(createPublicId())).toBe(false);
});

test('a public id is 128 bits, drawn anew each time', () => {
	const ids = Array.from({ length: 1000 }, createPublicId);

	expect(new Set(ids).size).toBe(1000);
	expect(ids.filter((id) => !/^[\w-]{22}$/.test(id))).toEqual([]);
});

describe('SL2: what is not shaped like a token is refused by its shape', () => {
	const token = 'A'.repeat(43);

	test('43 characters of base64url are shaped like one', () => {
		expect(isToken(token)).toBe(true);
	});

	test.each([
		'',
		'garbage',
		token.slice(1),
		`${token}A`,
		`${token}\n`,
		`\n${token}`,
		` ${token.slice(1)}`,
		`${token.slice(1)}=`,
		`${token.slice(1)}+`,
		`${token.slice(1)}/`,
		`${token.slice(1)}\0`,
		`${token.slice(1)}é`
	])('%j', (value) => {
		expect(isToken(value)).toBe(false);
	});
});
