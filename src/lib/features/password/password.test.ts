import { parseOptions } from '@node-rs/argon2';
import { describe, expect, test } from 'vitest';
import { COST, DECOY, hashPassword, verifyPassword } from './password.js';

/** Does one password open what the other made? */
const opens = async (stored: string, tried: string) =>
	verifyPassword(await hashPassword(stored), tried);

test('SI4: a password is hashed with argon2id m=19456 t=2 p=1', async () => {
	expect(await hashPassword('correct horse')).toMatch(
		/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/
	);
});

test('the right password is yes, another is no', async () => {
	expect(await opens('correct horse', 'correct horse')).toBe(true);
	expect(await opens('correct horse', 'Correct horse')).toBe(false);
	expect(await opens('correct horse', '')).toBe(false);
});

test('a salt of its own: the same password is stored differently each time', async () => {
	expect(await hashPassword('correct horse')).not.toBe(await hashPassword('correct horse'));
});

test('SI2: where there is no account the answer is no', async () => {
	expect(await verifyPassword(null, 'correct horse')).toBe(false);
	expect(await verifyPassword(null, '')).toBe(false);
});

describe('SI4: a malformed stored hash is no, not an exception', () => {
	test.each([
		'',
		'correct horse',
		'$argon2id$',
		'$argon2id$v=19$m=19456,t=2,p=1$P4xk1CdEttxbe9oVIwGB9w',
		'$argon2id$v=19$m=19456,t=2,p=1$$',
		'$argon2id$v=19$m=0,t=0,p=0$P4xk1CdEttxbe9oVIwGB9w$TH2648aouM',
		'$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy',
		'\0'
	])('%j', async (stored) => {
		expect(await verifyPassword(stored, 'correct horse')).toBe(false);
	});
});

describe('SI5: nothing is cut off', () => {
	const long = 'x'.repeat(255);

	test.each([
		['the 256th character', `${long}a`, `${long}b`],
		['the 300th', `${'x'.repeat(299)}a`, `${'x'.repeat(299)}b`],
		['a character more', long, `${long}x`],
		['what follows a NUL', 'horse\0a', 'horse\0b'],
		['a NUL at the end', 'correct horse', 'correct horse\0'],
		['a leading blank', 'correct horse', ' correct horse'],
		['a trailing blank', 'correct horse', 'correct horse ']
	])('%s counts', async (_, stored, tried) => {
		expect(await opens(stored, tried)).toBe(false);
		expect(await opens(stored, stored)).toBe(true);
	});
});

describe('the same text is the same password, whatever keyboard it was typed on (NFKC)', () => {
	test.each([
		['composed and decomposed', 'caf\u00e9 noir', 'cafe\u0301 noir'],
		['full width', 'ｈｏｒｓｅ１', 'horse1'],
		['ligature', '\ufb01nesse', 'finesse'],
		['Hangul', '\ud55c\uae00', '\u1112\u1161\u11ab\u1100\u1173\u11af']
	])('%s', async (_, one, other) => {
		expect(await opens(one, other)).toBe(true);
		expect(await opens(other, one)).toBe(true);
	});

	test('case and accents are no such difference', async () => {
		expect(await opens('caf\u00e9', 'cafe')).toBe(false);
		expect(await opens('caf\u00e9', 'CAF\u00c9')).toBe(false);
	});
});

test('SI2: the check for an account that does not exist costs what a real one does', () => {
	const { algorithm, memoryCost, timeCost, parallelism } = parseOptions(DECOY);
	expect({ algorithm, memoryCost, timeCost, parallelism }).toEqual(COST);
});
