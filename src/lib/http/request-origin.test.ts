import { describe, expect, test } from 'vitest';
import { appOrigin, isFormContentType, isSameOrigin } from './request-origin.js';

const APP = 'https://app.example';

describe('CR1: only the app’s own origin, in full, passes', () => {
	test.each([
		[APP, true],
		[null, false],
		['null', false],
		['', false],
		['https://evil.example', false],
		['https://app.example.evil.example', false],
		['https://evil-app.example', false],
		['https://sub.app.example', false],
		['https://app.example:8443', false],
		['https://app.example:443', false],
		['http://app.example', false],
		['https://app.example.', false],
		['https://app.example/', false],
		['HTTPS://APP.EXAMPLE', false],
		['https://app.example, https://evil.example', false],
		['app.example', false]
	])('Origin %j: %s', (origin, passes) => {
		expect(isSameOrigin({ origin, secFetchSite: null }, APP)).toBe(passes);
	});

	test('an app on a port is that port alone', () => {
		const local = (origin: string) =>
			isSameOrigin({ origin, secFetchSite: null }, 'http://localhost:5173');

		expect(local('http://localhost:5173')).toBe(true);
		expect(local('http://localhost')).toBe(false);
		expect(local('http://localhost:5174')).toBe(false);
	});
});

describe('CR2: where there is a Sec-Fetch-Site, it decides', () => {
	test.each([
		['same-origin', true],
		['same-site', false],
		['cross-site', false],
		['none', false],
		['', false]
	])('%j: %s', (secFetchSite, passes) => {
		expect(isSameOrigin({ origin: APP, secFetchSite }, APP)).toBe(passes);
	});

	test.each(['http://app.example', 'https://inner:3000', 'null', null])(
		'FR14: `same-origin` is enough where the app does not know its address: %j',
		(origin) => {
			expect(isSameOrigin({ origin, secFetchSite: 'same-origin' }, APP)).toBe(true);
		}
	);
});

describe('SE21: an origin that the app trusts passes, and nothing that resembles it', () => {
	const TRUSTED = ['https://www.example'];

	test.each([
		['https://www.example', 'cross-site', true],
		['https://www.example', 'same-site', true],
		['https://www.example', null, true],
		['https://www.example:8443', null, false],
		['http://www.example', null, false],
		['https://other.example', 'cross-site', false],
		['null', 'cross-site', false],
		[null, null, false],
		[APP, 'same-site', false]
	])('Origin %j, Sec-Fetch-Site %j: %s', (origin, secFetchSite, passes) => {
		expect(isSameOrigin({ origin, secFetchSite }, APP, TRUSTED)).toBe(passes);
	});
});

describe('FR37: the app’s origin is the one that SvelteKit compares with', () => {
	const inner = new URL('http://inner:3000/x');

	test.each([
		[undefined, 'http://inner:3000'],
		['', 'http://inner:3000'],
		[APP, APP]
	])('paths.origin %j: %s', (configured, origin) => {
		expect(appOrigin(inner, configured)).toBe(origin);
	});
});

describe('CR1: only what an HTML form can send is a form', () => {
	test.each([
		['application/x-www-form-urlencoded', true],
		['multipart/form-data; boundary=x', true],
		['text/plain', true],
		['APPLICATION/X-WWW-FORM-URLENCODED', true],
		['Multipart/Form-Data; Boundary=X', true],
		['application/x-www-form-urlencoded;charset=UTF-8', true],
		[' text/plain ; charset=utf-8', true],
		[null, false],
		['', false],
		[';', false],
		['application/json', false],
		['application/json; application/x-www-form-urlencoded', false],
		['text/plain2', false],
		['text/html', false],
		['application/x-sveltekit-formdata', false]
	])('%j: %s', (contentType, isForm) => {
		expect(isFormContentType(contentType)).toBe(isForm);
	});
});
