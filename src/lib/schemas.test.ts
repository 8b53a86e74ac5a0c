import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { describe, expect, test } from 'vitest';
import { signInSchema, signOutSchema, signUpSchema } from './schemas.js';

const valid = { email: 'ann@example.com', password: 'a long sentence' };

/** What a sign-up with these fields comes to: the parsed fields, or the sentence for each wrong one. */
function signUp(fields: Record<string, unknown>) {
	const { data, error } = signUpSchema.safeParse({ ...valid, ...fields });
	return data ?? Object.fromEntries(error.issues.map(({ path, message }) => [path[0], message]));
}

describe('SI7: an email is normalised, and then it is checked', () => {
	test.each([
		['ann@example.com', 'ann@example.com'],
		[' Ann@EXAMPLE.com\t\n', 'ann@example.com'],
		['\u00a0ann@example.com\u3000', 'ann@example.com'],
		['ａｎｎ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ann@example.com'],
		['\u212aate@example.com', 'kate@example.com'],
		["o'hara+tag@mail.example.co.uk", "o'hara+tag@mail.example.co.uk"]
	])('%j is %s', (typed, stored) => {
		expect(signUp({ email: typed })).toMatchObject({ email: stored });
		expect(signInSchema.parse({ ...valid, email: typed }).email).toBe(stored);
	});

	test('normalising twice changes nothing', () => {
		const { email } = signInSchema.parse({ ...valid, email: ' ＡNN@Example.com' });
		expect(signInSchema.parse({ ...valid, email }).email).toBe(email);
	});

	test.each([
		'ann',
		'ann@',
		'@example.com',
		'ann@localhost',
		'.ann@example.com',
		'ann@-example.com',
		'ann@example..com',
		'ann@1.2',
		'ann@[127.0.0.1]',
		'ann@@example.com',
		'ann@example.com,bob@example.com',
		'ann@example.com\nBcc: bob@example.com',
		'ann@example.com bob@example.com',
		'"ann b"@example.com',
		'<ann@example.com>',
		'a\0nn@example.com',
		'ann@bücher.example/bob',
		'a\u2025b@example.com'
	])('%j is refused', (email) => {
		expect(signUp({ email })).toEqual({
			email: expect.stringMatching(/^Enter an email address like name@example\.com[.,]/)
		});
	});

	test.each(['', ' ', '\u3000'])('%j asks for an email, and says nothing else', (email) => {
		expect(signUp({ email })).toEqual({ email: 'Enter your email address.' });
	});

	test('254 characters are the most, counted after normalising', () => {
		const domain = '@example.com';
		const longest = 'a'.repeat(254 - domain.length) + domain;
		const tooLong = 'An email address has at most 254 characters.';

		expect(signUp({ email: `  ${longest}  ` })).toMatchObject({ email: longest });
		expect(signUp({ email: `a${longest}` })).toEqual({ email: tooLong });
		// One character as typed is three afterwards, a ligature.
		expect(signUp({ email: `\ufb03${longest.slice(1)}` })).toEqual({ email: tooLong });
	});
});

describe('FR21 what mail accepts is accepted', () => {
	test.each([
		['ann@example.com\u200b', 'ann@example.com'],
		[' ann@example.com \u200b', 'ann@example.com'],
		['\ufeff\u202aann@example.com\u202c', 'ann@example.com'],
		['ann@bücher.example', 'ann@xn--bcher-kva.example'],
		['ann@BU\u0308CHER.example', 'ann@xn--bcher-kva.example'],
		['ann@xn--bcher-kva.example', 'ann@xn--bcher-kva.example'],
		['ann@straße.example', 'ann@xn--strae-oqa.example'],
		['ann@例え\u3002テスト', 'ann@xn--r8jz45g.xn--zckzah'],
		['jörg.müller@example.com', 'jörg.müller@example.com'],
		['JO\u0308RG@example.com', 'jörg@example.com'],
		['甲斐@黒川.日本', '甲斐@xn--5rtw95l.xn--wgv71a'],
		['a/b=c!d@example.com', 'a/b=c!d@example.com']
	])('%j is %s', (typed, stored) => {
		expect(signUp({ email: typed })).toMatchObject({ email: stored });
		expect(signUp({ email: stored })).toMatchObject({ email: stored });
	});

	test.each([
		['ann@exam\u200bple.com', 'the invisible character U+200B after “ann@exam”'],
		['a\u00adnn@example.com', 'the invisible character U+00AD after “a”'],
		['ann@example.com,bob@example.com', 'the character “@” after “ann”'],
		['ann@exam ple.com', 'the space after “ann@exam”'],
		['ann@example.com/x', 'the character “/” after “ann@example.com”'],
		['<ann@example.com', 'the character “<”'],
		['ann@bücher_x.example', 'the character “_” after “ann@bücher”']
	])('of %j the message names the character', (email, what) => {
		expect(signUp({ email })).toEqual({
			email: `Enter an email address like name@example.com, without ${what}.`
		});
	});
});

describe('SE1 nothing that is typed takes long to check', () => {
	// Marks of two classes in turn: to bring n of them into order takes n² steps.
	const marks = (count: number) => `a${'\u0301\u0323'.repeat(count / 2)}`;
	const kinds: [what: string, text: string][] = [
		['combining marks', marks(60_000)],
		['blanks', ' '.repeat(120_000)],
		['a blank and a dot in turn', ' .'.repeat(60_000)],
		['dots', `a@${'a.'.repeat(60_000)}`],
		['ligatures that become 18 characters each', '\ufdfa'.repeat(40_000)],
		['capital letters that grow', '\u0130'.repeat(60_000)]
	];
	test.each(kinds)('%s', (_, text) => {
		const started = performance.now();
		for (const schema of [signInSchema, signUpSchema, signOutSchema]) {
			const fields = ['email', 'password', 'name', 'callbackUrl', 'scope', 'sessionId', 'redirect'];
			for (const field of fields) schema.safeParse({ ...valid, [field]: text });
		}
		// 21 fields: without the bound the marks alone take seconds.
		expect(performance.now() - started).toBeLessThan(500);
	});

	test('an email of marks that belong together is one all the same', () => {
		const decomposed = `${'e\u0301'.repeat(100)}@example.com`;
		expect(signUp({ email: decomposed })).toMatchObject({
			email: `${'é'.repeat(100)}@example.com`
		});
		expect(signUp({ email: ` ${'a'.repeat(64)}@example.com${' '.repeat(900)}` })).toMatchObject({
			email: `${'a'.repeat(64)}@example.com`
		});
	});
});

describe('SI5: a password needs 8 to 256 characters and nothing else', () => {
	test.each([
		['aaaaaaaa', '8, all the same'],
		['12345678', 'digits alone'],
		['        ', 'blanks alone'],
		['ein langer Satz mit Umlauten: äöü', 'words'],
		['😀'.repeat(8), '8, of two code units each'],
		['abc\0defg', 'a NUL'],
		['a'.repeat(64), '64'],
		['a'.repeat(256), '256'],
		['😀'.repeat(256), '256, of two code units each']
	])('%.12s… is accepted, as it is (%s)', (password) => {
		expect(signUp({ password })).toMatchObject({ password });
		expect(signInSchema.parse({ ...valid, password }).password).toBe(password);
	});

	test.each([
		['', 'nothing'],
		['aaaaaaa', '7'],
		['😀'.repeat(7), '7, though 14 code units']
	])('%j is too short (%s)', (password) => {
		expect(signUp({ password })).toEqual({ password: 'Use at least 8 characters.' });
	});

	test.each(['a'.repeat(257), '😀'.repeat(257)])('%.6s…: 257 are too long', (password) => {
		const tooLong = 'A password has at most 256 characters.';

		expect(signUp({ password })).toEqual({ password: tooLong });
		expect(signInSchema.safeParse({ ...valid, password }).error?.issues).toMatchObject([
			{ path: ['password'], message: tooLong }
		]);
	});

	const syllables = '가나다라마바사각'; // 8, and 17 signs where they are written apart

	test.each([
		['three Hangul syllables, written apart', '각각각'.normalize('NFD'), false],
		['three, composed', '각각각', false],
		['eight, composed', syllables, true],
		['eight, written apart', syllables.normalize('NFD'), true],
		['four letters with a mark each', 'e\u0301'.repeat(4), false],
		['eight letters with a mark each', 'e\u0301'.repeat(8), true],
		['256 letters with a mark each', 'e\u0301'.repeat(256), true],
		['a ligature of 18 letters', '\ufdfa', true]
	])('FR21 of %s the length is that of what is hashed', (_, password, isEnough) => {
		expect('password' in signUp({ password }) && signUp({ password }).password === password).toBe(
			isEnough
		);
	});

	test('FR21 what the form took before goes on signing in', () => {
		for (const password of ['각각각'.normalize('NFD'), '\ufdfa'.repeat(256), 'e\u0301'.repeat(128)])
			expect(signInSchema.safeParse({ ...valid, password }).success).toBe(true);
	});

	test('signing in takes a password of before the rule, but not none', () => {
		expect(signInSchema.safeParse({ ...valid, password: 'short' }).success).toBe(true);
		expect(signInSchema.safeParse({ ...valid, password: '' }).error?.issues).toMatchObject([
			{ message: 'Enter your password.' }
		]);
	});
});

describe('a name', () => {
	test('is optional, and trimmed', () => {
		expect(signUp({})).toMatchObject({ name: '' });
		expect(signUp({ name: '  Ann Ö. 😀 ' })).toMatchObject({ name: 'Ann Ö. 😀' });
	});

	test('has at most 100 characters', () => {
		expect(signUp({ name: '😀'.repeat(100) })).toMatchObject({ name: '😀'.repeat(100) });
		expect(signUp({ name: 'a'.repeat(101) })).toEqual({
			name: 'A name has at most 100 characters.'
		});
	});

	test.each(['A\0nn', 'A\nnn', 'A\tnn', 'A\x1b[31mnn', 'A\x7fnn', 'A\x9bnn'])(
		'%j holds a control character and is refused',
		(name) => {
			expect(signUp({ name })).toEqual({ name: 'A name cannot hold control characters.' });
		}
	);
});

describe('CR6: a malformed callbackUrl becomes none, and the form stays valid', () => {
	test.each([undefined, null, 1, true, ['/a', '/b'], { toString: '/a' }, new File([], 'a')])(
		'%j',
		(callbackUrl) => {
			expect(signUp({ callbackUrl })).toMatchObject({ callbackUrl: '' });
			expect(signInSchema.parse({ ...valid, callbackUrl }).callbackUrl).toBe('');
			expect(signOutSchema.parse({ callbackUrl }).callbackUrl).toBe('');
		}
	);
});

describe('CR6: nothing in a form keeps a person from signing out', () => {
	const defaults = { scope: 'current', sessionId: '', callbackUrl: '', redirect: 'true' };

	test.each([
		[{}, {}],
		[{ redirect: 'false' }, { redirect: 'false' }],
		[{ redirect: 'FALSE' }, {}],
		[{ redirect: '' }, {}],
		[{ redirect: ['false', 'false'] }, {}],
		[{ redirect: new File([], 'a') }, {}],
		[{ scope: 'others' }, { scope: 'others' }],
		[{ scope: 'all' }, { scope: 'all' }],
		[{ scope: 'session' }, {}],
		[{ scope: 'ALL' }, {}],
		[{ scope: ['all'] }, {}],
		[{ sessionId: 'abc' }, { sessionId: 'abc' }],
		[{ sessionId: ['abc'] }, {}],
		[{ sessionId: null }, {}],
		[{ userId: 'bob', reason: 'admin', unknown: 'x' }, {}]
	])('%j is %j', (fields, meant) => {
		expect(signOutSchema.parse(fields)).toEqual({ ...defaults, ...meant });
	});
});

describe('through superforms', () => {
	const posted = (...fields: [name: string, value: string | File][]) => {
		const form = new FormData();
		for (const [name, value] of fields) form.append(name, value);
		return superValidate(form, zod4(signUpSchema), { allowFiles: false });
	};
	const whole = Object.entries(valid);

	test('a whole form is valid', async () => {
		expect(await posted(...whole)).toMatchObject({
			valid: true,
			data: { ...valid, name: '', callbackUrl: '' }
		});
	});

	test('CR6: of a repeated field one value counts, and it is a string', async () => {
		const form = await posted(...whole, ['email', 'bob@example.com'], ['callbackUrl', '/b']);

		expect(form).toMatchObject({ valid: true, data: { email: 'bob@example.com' } });
	});

	test('CR6: a file is no value: required fields are missing, the others have their default', async () => {
		const file = new File(['x'], 'x.txt');
		const form = await posted(
			['email', file],
			['password', file],
			['name', file],
			['callbackUrl', file]
		);

		expect(form).toMatchObject({
			valid: false,
			data: { email: '', password: '', name: '', callbackUrl: '' }
		});
		expect(Object.keys(form.errors)).toEqual(['email', 'password']);
	});

	test('a field that is missing altogether asks for itself as an empty one does', async () => {
		expect((await posted()).errors).toEqual({
			email: ['Enter your email address.'],
			password: ['Use at least 8 characters.']
		});
	});
});
