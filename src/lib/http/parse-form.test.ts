import { describe, expect, test } from 'vitest';
import { MOST_FIELDS, parseForm } from './parse-form.js';

const URLENCODED = 'application/x-www-form-urlencoded';
const BOUNDARY = '----WebKitFormBoundary0123456789ab';
const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const urlencoded = (count: number) =>
	numbers(count)
		.map((index) => `a${index}=${index}`)
		.join('&');
const part = (headers: string, value = 'x') => `--${BOUNDARY}\r\n${headers}\r\n\r\n${value}\r\n`;
const named = (name: string) => `Content-Disposition: form-data; name="${name}"`;
const closed = (parts: string) => `${parts}--${BOUNDARY}--\r\n`;
const multipart = (count: number, more = '') =>
	closed(
		numbers(count)
			.map((index) => part(named(`a${index}`) + more))
			.join('')
	);

async function parse(body: string, type: string) {
	const form = await parseForm(Buffer.from(body), type);
	return form.ok ? [...form.data].length : form.code;
}

describe('SE1 a form has at most 64 fields', () => {
	test.each([
		['urlencoded, 64', urlencoded(MOST_FIELDS), URLENCODED, MOST_FIELDS],
		['urlencoded, 65', urlencoded(MOST_FIELDS + 1), URLENCODED, 'TOO_MANY_FIELDS'],
		['urlencoded, of one name', 'a=1&'.repeat(65), URLENCODED, 'TOO_MANY_FIELDS'],
		['urlencoded, all empty', '&'.repeat(65), URLENCODED, 'TOO_MANY_FIELDS'],
		['urlencoded, of deep names', 'a[b][c]=1&'.repeat(65), URLENCODED, 'TOO_MANY_FIELDS'],
		['multipart, 64', multipart(MOST_FIELDS), MULTIPART, MOST_FIELDS],
		['multipart, 65', multipart(MOST_FIELDS + 1), MULTIPART, 'TOO_MANY_FIELDS'],
		['multipart, of files', multipart(65, '; filename="f"'), MULTIPART, 'TOO_MANY_FIELDS'],
		[
			'where the header names a second type, which a parser may prefer',
			multipart(65),
			`${URLENCODED};,${MULTIPART}`,
			1
		],
		[
			'where the header names a second boundary',
			multipart(65),
			`multipart/form-data; boundary=x; boundary=${BOUNDARY}`,
			'UNREADABLE_BODY'
		],
		[
			'where a quoted parameter holds another boundary',
			multipart(65),
			`multipart/form-data; a="; boundary=x"; boundary=${BOUNDARY}`,
			'UNREADABLE_BODY'
		]
	])('%s', async (_, body, type, answer) => {
		expect(await parse(body, type)).toBe(answer);
	});
});

describe('SE1 what is no form is not parsed', () => {
	test.each([
		['multipart without a boundary', closed(part(named('a'))), 'multipart/form-data'],
		['a boundary of 71 characters', '', `multipart/form-data; boundary=${'x'.repeat(71)}`],
		['a boundary that a header cannot hold', '', 'multipart/form-data; boundary="a\\"b"'],
		['a part with 4 kB of headers', closed(part(named('a'.repeat(4096)))), MULTIPART],
		[
			'a part with 50,000 headers',
			closed(part(`${named('a')}\r\n${'A:b\r\n'.repeat(50_000)}c:d`)),
			MULTIPART
		],
		['text/plain', 'a=b', 'text/plain']
	])('%s', async (_, body, type) => {
		expect(await parse(body, type)).toBe('UNREADABLE_BODY');
	});
});

test('a boundary is taken quoted and bare, by any case of its name', async () => {
	for (const type of [
		`multipart/form-data; boundary="${BOUNDARY}"`,
		`multipart/form-data;charset=utf-8;BOUNDARY=${BOUNDARY}`,
		`Multipart/Form-Data ;  boundary=${BOUNDARY} `
	]) {
		expect(await parse(multipart(2), type)).toBe(2);
	}
});

test('a value may hold line breaks and go on for long', async () => {
	const form = await parseForm(
		Buffer.from(closed(part(named('a'), `é\r\n--\r\n${'x\r\n'.repeat(20_000)}`))),
		MULTIPART
	);
	expect(form.ok && form.data.get('a')).toBe(`é\r\n--\r\n${'x\r\n'.repeat(20_000)}`);
});
