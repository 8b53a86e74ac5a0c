import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, test } from 'vitest';
import { readForm } from './read-form.js';

const APP = 'https://app.example';
const URLENCODED = 'application/x-www-form-urlencoded';

/** Reads a form as it arrives from the app's own page, unless the headers say otherwise. */
function read(body: BodyInit | null, headers: Record<string, string> = {}, url = APP) {
	const request = new Request(`${url}/account?/signout`, {
		method: 'POST',
		headers: { origin: APP, ...headers },
		body
	});
	return readForm({ request, url: new URL(request.url) } as RequestEvent);
}
const entries = async (...args: Parameters<typeof read>) => {
	const form = await read(...args);
	return form.ok ? [...form.data] : form;
};
const refused = (code: string) => ({ ok: false, code });

test('a form is read, urlencoded and multipart', async () => {
	const multipart = new FormData();
	multipart.set('email', 'ann@example.com');

	expect(await entries(new URLSearchParams({ email: 'ann@example.com' }))).toEqual([
		['email', 'ann@example.com']
	]);
	expect(await entries(multipart)).toEqual([['email', 'ann@example.com']]);
});

describe('CR1: of content types and origins only a form of the app itself passes', () => {
	test.each([
		[URLENCODED, 'https://evil.example', refused('CROSS_SITE_REQUEST')],
		[URLENCODED, 'https://app.example.evil.example', refused('CROSS_SITE_REQUEST')],
		[URLENCODED, 'https://sub.app.example', refused('CROSS_SITE_REQUEST')],
		[URLENCODED, 'null', refused('CROSS_SITE_REQUEST')],
		['text/plain', 'https://evil.example', refused('CROSS_SITE_REQUEST')],
		['multipart/form-data; boundary=x', 'https://evil.example', refused('CROSS_SITE_REQUEST')],
		['application/json', APP, refused('UNSUPPORTED_CONTENT_TYPE')],
		['application/json', 'https://evil.example', refused('UNSUPPORTED_CONTENT_TYPE')],
		[URLENCODED, APP, [['a', 'b']]]
	])('%s from %s', async (type, origin, answer) => {
		expect(await entries('a=b', { 'content-type': type, origin })).toEqual(answer);
	});

	test('without an Origin', async () => {
		const request = new Request(APP, { method: 'POST', body: new URLSearchParams('a=b') });

		expect(await readForm({ request, url: new URL(APP) } as RequestEvent)).toEqual(
			refused('CROSS_SITE_REQUEST')
		);
	});

	test('without a content type', async () => {
		expect(await entries(new Blob(['a=b']))).toEqual(refused('UNSUPPORTED_CONTENT_TYPE'));
		expect(await entries(null)).toEqual(refused('UNSUPPORTED_CONTENT_TYPE'));
	});

	test('CR2: where Sec-Fetch-Site contradicts the Origin', async () => {
		const headers = { 'content-type': URLENCODED, 'sec-fetch-site': 'cross-site' };

		expect(await entries('a=b', headers)).toEqual(refused('CROSS_SITE_REQUEST'));
	});
});

describe('CR6: whatever a form holds, each field comes to one string', () => {
	test('the last of a repeated field', async () => {
		expect(await entries(new URLSearchParams('a=1&b=2&a=3'))).toEqual([
			['a', '3'],
			['b', '2']
		]);
	});

	test('a file is left out, also where a text of its name came before', async () => {
		const form = new FormData();
		form.append('a', 'text');
		form.append('a', new File(['x'], 'x.txt'));
		form.append('b', new File(['x'], 'x.txt'));

		expect(await entries(form)).toEqual([['a', 'text']]);
	});

	describe('FR10: what superforms posts as JSON is read like text fields, and nothing deeper', () => {
		test.each([
			['text', '[{"b":1},"two"]', [['b', 'two']]],
			[
				'a number and a checkbox',
				'[{"b":1,"c":2},2,true]',
				[
					['b', '2'],
					['c', 'true']
				]
			],
			['several pieces', ['[{"b":1},', '"two"]'], [['b', 'two']]],
			['a cycle', '[{"b":0,"c":1},"two"]', [['c', 'two']]],
			['an object, a date and nothing', '[{"b":1,"c":2,"d":-1},{},["Date","2026"]]', []],
			['no object', '[[0]]', []],
			['a place that is not there', '[{"b":9}]', []],
			['no JSON', '{', []],
			['no list', '{"b":"two"}', []],
			['far too deep', '['.repeat(20_000), []]
		])('%s', async (_, json, expected) => {
			const body = new URLSearchParams({ a: '1' });
			for (const piece of [json].flat()) body.append('__superform_json', piece);
			expect(await entries(body)).toEqual([['a', '1'], ...expected]);
		});

		test('no more fields than another form may have', async () => {
			const root = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`f${at}`, 1]));
			const json = JSON.stringify([root, 'x']);
			expect(await entries(new URLSearchParams({ __superform_json: json }))).toHaveLength(64);
		});
	});
});

describe('a body that cannot be read is refused, not thrown', () => {
	test.each([
		['multipart without a boundary', 'multipart/form-data'],
		['multipart with another boundary', 'multipart/form-data; boundary=x'],
		['text/plain, which is no form data', 'text/plain']
	])('%s', async (_, type) => {
		expect(await entries('a=b', { 'content-type': type })).toEqual(refused('UNREADABLE_BODY'));
	});

	test('one beyond the adapter’s limit says so', async () => {
		const tooLarge = new ReadableStream({
			start: (controller) => controller.error(Object.assign(new Error('413'), { status: 413 }))
		});
		const request = new Request(APP, {
			method: 'POST',
			headers: { origin: APP, 'content-type': URLENCODED },
			body: tooLarge,
			duplex: 'half'
		} as RequestInit);

		expect(await readForm({ request, url: new URL(APP) } as RequestEvent)).toEqual(
			refused('BODY_TOO_LARGE')
		);
	});
});
