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

	test('superforms’ own graph of objects is left out', async () => {
		expect(await entries(new URLSearchParams({ a: '1', __superform_json: '[[0]]' }))).toEqual([
			['a', '1']
		]);
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
