import { dictionary } from '@zxcvbn-ts/language-common';
import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { PASSWORD_MIN } from '../../schemas.js';
import { checkPassword } from './password-policy.js';

const ann = { email: 'ann.miller@example.com', name: 'Ann Miller', appName: 'Blue Kettle' };

describe('PW2: what attackers try first is refused, with the reason', () => {
	test.each([
		['password', 'PASSWORD_TOO_COMMON'],
		['Password1', 'PASSWORD_TOO_COMMON'],
		['12345678', 'PASSWORD_TOO_COMMON'],
		['QWERTYUIOP', 'PASSWORD_TOO_COMMON'],
		// Full-width letters are the same ones.
		['ｐａｓｓｗｏｒｄ', 'PASSWORD_TOO_COMMON'],
		['ann.miller@example.com', 'PASSWORD_TOO_PERSONAL'],
		['Ann.Miller', 'PASSWORD_TOO_PERSONAL'],
		['millerann1980', 'PASSWORD_TOO_PERSONAL'],
		['bluekettle2026!', 'PASSWORD_TOO_PERSONAL'],
		['Blue Kettle', 'PASSWORD_TOO_PERSONAL'],
		['Blue-Kettle-123', 'PASSWORD_TOO_PERSONAL'],
		['kettlepassword', 'PASSWORD_TOO_PERSONAL']
	])('%s is refused: %s', async (password, code) => {
		expect(await checkPassword(password, ann)).toMatchObject({ ok: false, code });
	});

	test.each([
		'correct horse battery staple',
		'bluebirds over dover',
		'annoying kettles whistle',
		'пароль из трёх слов',
		'x7!mQ2#pL9'
	])('%s is accepted', async (password) => {
		expect(await checkPassword(password, ann)).toBeNull();
	});

	test('nothing that is too short for a word makes a password personal', async () => {
		const known = { email: 'a@b.co', name: 'Li' };
		expect(await checkPassword('a b li co 99 xyzz', known)).toBeNull();
	});

	test('a check takes less than a millisecond', async () => {
		await checkPassword('warm', ann);
		const start = performance.now();
		for (let index = 0; index < 500; index++) await checkPassword(`some pass phrase ${index}`, ann);
		expect((performance.now() - start) / 500).toBeLessThan(1);
	});
});

test('the list is that of zxcvbn-ts, as far as a password may be that short', async () => {
	const list = dictionary['passwords-common']
		.map(String)
		.filter((word) => [...word].length >= PASSWORD_MIN)
		.sort();
	expect(list.length).toBeGreaterThan(3_000);
	const text = `/**
 * Passwords that many people have, in lower case, one in a line: from zxcvbn-ts, under the MIT licence. Its test writes it,
 * run with \`--update\`.
 */
export const commonPasswords =
	${JSON.stringify(list.join('\n'))};
`;
	await expect(text).toMatchFileSnapshot('common-passwords.ts');
});
