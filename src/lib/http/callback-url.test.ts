import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../../prisma/tools/url.js';
import { safeCallbackUrl } from './callback-url.js';

const ORIGIN = 'https://app.example';
const emitted = (value: unknown) => safeCallbackUrl(value, ORIGIN);

describe('CR5: a path of the app is emitted, normalised', () => {
	test.each([
		['/', '/'],
		['/dashboard', '/dashboard'],
		['/dashboard?tab=a#s', '/dashboard?tab=a#s'],
		['/confirm/me@example.com', '/confirm/me@example.com'],
		['/url%20with%20spaces/', '/url%20with%20spaces/'],
		['/a//b', '/a//b'],
		['/日本', '/%E6%97%A5%E6%9C%AC'],
		['https://app.example/x', '/x'],
		['HTTPS://APP.EXAMPLE:443/x', '/x'],
		['https://app.example#@evil.com/', '/#@evil.com/'],
		// Not in the corpus.
		['/a/../b', '/b'],
		['/search?q=%0d%0a&to=//evil.com', '/search?q=%0d%0a&to=//evil.com']
	])('%j', (value, path) => {
		expect(emitted(value)).toBe(path);
	});
});

describe('CR5: anything else is refused', () => {
	test.each<[value: unknown, why: string]>([
		['', 'empty'],
		['@evil.com', 'origin+value concat -> userinfo'],
		['.evil.com', 'origin+value concat -> subdomain'],
		['//evil.com', 'protocol-relative'],
		['///evil.com', 'triple slash'],
		['\\\\evil.com', 'double backslash'],
		['/\\/evil.com', 'mixed slashes'],
		['\\/evil.com', 'mixed slashes'],
		['/\t/evil.com', 'tab stripped -> //'],
		['\t//evil.com', 'leading control'],
		[' //evil.com', 'leading space trimmed'],
		['\b//evil.com', 'leading C0'],
		['/\u0000/evil.com', 'NUL'],
		['/%0d%0aSet-Cookie:a=b', 'encoded CRLF'],
		['/%2f%2fevil.com', 'encoded //'],
		['/%5cevil.com', 'encoded backslash'],
		['/%252f%252fevil.com', 'double-encoded'],
		['/..//evil.com', 'normalises to pathname //evil.com'],
		['/.//evil.com', 'the same'],
		['/%2e%2e//evil.com', 'the same, encoded dots'],
		['/a/..//evil.com', 'the same'],
		['http://app.example/', 'scheme downgrade'],
		['https://evil.com', 'foreign'],
		['https:evil.com', 'scheme without //'],
		['https:/\\evil.com', 'mixed slashes'],
		['https://app.example@evil.com/', 'userinfo'],
		['https://u:p@app.example/', 'origin equal but credentials'],
		['https://app.example\\@evil.com', 'parser differential'],
		['https://app.example.evil.com/', 'suffix'],
		['https://app.example:8443/', 'port'],
		['https://app.example./', 'trailing-dot host'],
		['https://app.example%2eevil.com/', 'encoded dot in host'],
		['https://app.example%40evil.com/', 'invalid host'],
		['https://evil\u3002com/', 'IDNA dot'],
		['\uff0f\uff0fevil.com', 'fullwidth slashes'],
		['javascript:alert(1)', 'script'],
		['JaVaScRiPt://app.example/%0aalert(1)', 'script with host'],
		['data:text/html,x', 'data'],
		['blob:https://app.example/id', 'blob: its origin equals ours'],
		['vbscript:x', 'script'],
		['//app.example/x', 'protocol-relative even to self'],
		[null, 'not a string'],
		[['/a', '/b'], 'duplicate parameter'],
		// Not in the corpus.
		[undefined, 'not there'],
		[['/a'], 'CR6: an array of one, which becomes a string'],
		[{ toString: () => '/a' }, 'CR6: an object that becomes a string'],
		[new String('/a'), 'CR6: a boxed string'],
		[1, 'CR6: a number'],
		[true, 'CR6: a boolean'],
		['account', 'relative: means another place on every page'],
		['?tab=a', 'relative'],
		['#s', 'relative'],
		['/a\n', 'trailing control'],
		['/a\u0085', 'C1 control'],
		['https://app.example//evil.com', 'its path alone is //evil.com']
	])('%j (%s)', (value) => {
		expect(emitted(value)).toBeNull();
	});
});

describe('CR5: what is refused in the clear is refused encoded, whatever stands around it', () => {
	test.each([
		['/%2f%2fevil.com/%ff', 'a byte that is no UTF-8 does not end the decoding'],
		['/%0d%0aSet-Cookie:a=b%', 'nor does a lone percent sign'],
		['/%255cevil.com%zz', 'nor does one before other characters'],
		['/..%2f%2fevil.com', 'dots before an encoded slash are /..//evil.com to whoever decodes'],
		['/a%2f..%2f%2fevil.com', 'the same as /a/..//evil.com'],
		['/%252e%252e//evil.com', 'double-encoded dots'],
		['/%253f/..%2f%2fevil.com', 'decoded once it is //evil.com, twice it is a query'],
		['/..%2f%2fevil.com/%25252e%25252e/%25252e%25252e/x', 'and this one is /x in the end']
	])('%j (%s)', (value) => {
		expect(emitted(value)).toBeNull();
	});

	test('40,000 layers deep, and without the work of peeling them one by one', () => {
		const value = `/%${'25'.repeat(40_000)}2fevil.com`;
		const start = performance.now();

		expect(emitted(value) === null, 'it is refused').toBe(true);
		// One linear pass is a millisecond; a copy for each layer is seconds and close to a gigabyte.
		expect(performance.now() - start).toBeLessThan(1000);
	});
});

test('the app may be on a port, and then only that port is its own', () => {
	expect(safeCallbackUrl('http://localhost:5173/a', 'http://localhost:5173')).toBe('/a');
	expect(safeCallbackUrl('http://localhost/a', 'http://localhost:5173')).toBeNull();
});

describe('SE30: a path that SvelteKit cannot decode is refused', () => {
	test.each([
		'/%',
		'/%e9',
		'/a/%zz',
		'/%c3%28?x=1',
		'https://app.example/%ff',
		'/a%2',
		'/%25/%e4b'
	])('%j', (value) => {
		expect(emitted(value)).toBeNull();
	});

	test.each(['/100%25', '/%c3%a9', '/a?b=%e9', '/a#%', '/a%252'])(
		'%j is one that it can',
		(value) => {
			expect(emitted(value)).toBe(value);
		}
	);
});

describe('FR15: outside of the base path there is no path of the app', () => {
	test.each([
		['/', null],
		['/app', '/app'],
		['/app/', '/app/'],
		['/app?a=b', '/app?a=b'],
		['/app/x/y', '/app/x/y'],
		['/%61pp/x', '/%61pp/x'],
		['/application', null],
		['/other/app', null],
		['/app/../x', null],
		['/app/%2e%2e/x', null],
		['https://app.example/', null],
		['https://app.example/app/x', '/app/x']
	])('%j: %j', (value, path) => {
		expect(safeCallbackUrl(value, ORIGIN, '/app')).toBe(path);
	});
});

describe('CR5: whatever comes in', () => {
	const PIECES =
		'/ / // \\ . .. @ : ; ? # & = % %25 %2f %5c %252f %2e %0d%0a %00 %e9 %zz a b 日 é 😀 https: https:// http:// javascript: app.example evil.com'
			.split(' ')
			.concat([' ', '\t', '\n', '\r', '\0', '\u0085', '\u00a0', '\u2028', '\u3002', '\uff0f'])
			.concat(['\ud800', '\udc00', '\u202e', '\ufeff', ORIGIN, `${ORIGIN}/`, '"', '<', '`', '|']);

	/** The same values on every run, so that a failure can be looked at: mulberry32. */
	function* values(count: number) {
		let state = 1;
		const random = (below: number) => {
			state = (state + 0x6d2b79f5) | 0;
			let t = Math.imul(state ^ (state >>> 15), 1 | state);
			t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
			return ((t ^ (t >>> 14)) >>> 0) % below;
		};
		for (let i = 0; i < count; i++) {
			const pieces = Array.from({ length: 1 + random(8) }, () => PIECES[random(PIECES.length)]);
			// Half of them begin as a path does, or few would be accepted.
			yield (random(2) ? '/' : '') + pieces.join('');
		}
	}
	const accepted = [...values(20_000)].flatMap((value) => {
		const path = emitted(value);
		return path === null ? [] : [{ value, path }];
	});
	const breaking = (isSafe: (path: string) => boolean) =>
		accepted.filter(({ path }) => !isSafe(path));

	test('some of it is accepted, so that the rules below say something', () => {
		expect(accepted.length).toBeGreaterThan(1000);
	});

	test('the emitted value is ASCII without blanks and starts with exactly one slash', () => {
		expect(breaking((path) => /^\/(?![/\\])[\x21-\x7e]*$/.test(path))).toEqual([]);
	});

	test('it resolves to the same origin', () => {
		expect(breaking((path) => new URL(path, `${ORIGIN}/a/b`).origin === ORIGIN)).toEqual([]);
	});

	test('it is accepted again, unchanged', () => {
		expect(breaking((path) => emitted(path) === path)).toEqual([]);
	});
});

const corpus = join(root(), '../shared/data/callback-urls.json');

test.skipIf(!existsSync(corpus))('CR5: the corpus agrees', () => {
	const cases: { value: unknown; expect: 'accept' | 'reject' }[] = JSON.parse(
		readFileSync(corpus, 'utf8')
	);
	const answers = cases.map(({ value }) => ({
		value,
		expect: emitted(value) === null ? 'reject' : 'accept'
	}));

	expect(answers).toEqual(cases.map(({ value, expect }) => ({ value, expect })));
});
