import { describe, expect, test } from 'vitest';
import { addSecurityHeaders, createFormFinder } from './security-headers.js';

const SETTINGS = { frameAncestors: "'none'", referrerPolicy: 'strict-origin-when-cross-origin' };

function added(set: Record<string, string>, settings = SETTINGS) {
	const headers = new Headers(set);
	addSecurityHeaders(headers, settings);
	return Object.fromEntries(headers);
}
const ALL = {
	'content-security-policy': "frame-ancestors 'none'",
	'x-frame-options': 'DENY',
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'strict-origin-when-cross-origin'
};

describe('SE31: the headers of an answer that belongs to a person', () => {
	test('all are added where the app has set none', () => {
		expect(added({})).toEqual(ALL);
	});

	test.each<[set: Record<string, string>, result: Record<string, string | undefined>]>([
		[{ 'x-frame-options': 'SAMEORIGIN' }, { 'content-security-policy': undefined }],
		[{ 'content-security-policy': "frame-ancestors 'self'" }, { 'x-frame-options': undefined }],
		[
			{ 'content-security-policy': "default-src 'self'; Frame-Ancestors *" },
			{ 'x-frame-options': undefined }
		],
		[
			{ 'content-security-policy': "default-src 'self', frame-ancestors a.example" },
			{ 'x-frame-options': undefined }
		],
		[{ 'referrer-policy': 'no-referrer' }, {}],
		[{ 'x-content-type-options': 'x' }, {}]
	])('what the app has set stays: %j', (set, result) => {
		const expected = Object.entries({ ...ALL, ...set, ...result });
		expect(added(set)).toEqual(
			Object.fromEntries(expected.filter(([, value]) => value !== undefined))
		);
	});

	test('a policy of the app is kept, and enforced beside it', () => {
		const policy = "default-src 'self'; script-src 'nonce-frame-ancestors'";
		expect(added({ 'content-security-policy': policy })).toEqual({
			...ALL,
			'content-security-policy': `${policy}, frame-ancestors 'none'`
		});
	});

	test.each([
		["'self'", 'SAMEORIGIN'],
		["'self' https://a.example", undefined],
		['https://a.example', undefined]
	])('frameAncestors %s', (frameAncestors, option) => {
		const headers = added({}, { ...SETTINGS, frameAncestors });
		expect(headers['content-security-policy']).toBe(`frame-ancestors ${frameAncestors}`);
		expect(headers['x-frame-options']).toBe(option);
	});
});

test.each([
	['<form method="POST" action="?/signin">', true],
	['<form class="a" action="/account?/signout" method="post">', true],
	['<form action="?tab=a&amp;/signup">', true],
	['<button formaction="?/signin">', true],
	['<form action="?/signin-by-link">', false],
	['<form action="?/other">', false],
	['<a href="?/signin">', false],
	['<p>action=?/signin</p>', false]
])('SE31: a page with a form of the kit is known: %s', (html, isFound) => {
	expect(createFormFinder(['signin', 'signup', 'signout'])(html)).toBe(isFound);
});
