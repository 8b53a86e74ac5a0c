import { expect, test } from 'vitest';
import { deviceOf } from './device.js';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
	[
		`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/141.0.0.0 Safari/537.36`,
		'Chrome on Linux',
		'desktop'
	],
	[
		'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0',
		'Firefox on Windows',
		'desktop'
	],
	[
		`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0`,
		'Microsoft Edge on Windows',
		'desktop'
	],
	[
		'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
		'Safari on macOS',
		'desktop'
	],
	[
		'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
		'Safari on iPhone',
		'phone'
	],
	[
		'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1',
		'Safari on iPad',
		'tablet'
	],
	[
		`Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S911B) ${WEBKIT} SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36`,
		'Samsung Internet on Android',
		'phone'
	],
	[
		`Mozilla/5.0 (Linux; Android 13; SM-X710) ${WEBKIT} Chrome/141.0.0.0 Safari/537.36`,
		'Chrome on Android',
		'tablet'
	]
])('CO13: %s is %s', (userAgent, name, kind) => {
	expect(deviceOf(userAgent)).toEqual({ name, kind });
});

test('half of what it says is half of the words', () => {
	expect(deviceOf('Mozilla/5.0 (X11; Linux x86_64)').name).toBe('Unknown browser on Linux');
	expect(deviceOf('Firefox/144.0').name).toBe('Firefox');
	expect(deviceOf('Mozilla/5.0 (Linux; Tizen 6.0) Version/6.0 TV').name).toBe('Tizen');
});

test.each([
	null,
	'',
	' ',
	'curl/8.5.0',
	'Your bank/1.0 says hello',
	'<script>alert(1)</script>/1 x',
	'__proto__/1 x',
	'constructor/1 x',
	'\u0000\uffff',
	'a/ '.repeat(5000)
])('rubbish is an unknown device: %j', (userAgent) => {
	expect(deviceOf(userAgent)).toEqual({ name: 'Unknown device', kind: 'unknown' });
});
