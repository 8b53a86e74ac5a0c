import { describe, expect, test } from 'vitest';
import { layOutMessage } from './message-layout.js';
import { messages, type Messages } from './messages.js';
import { mailPages, readEmailOptions } from './options.js';

const parts = {
	...{ appName: 'Tom & <b>Jerry</b> "Inc"', to: 'ann@example.com', user: { id: 'ann' } },
	url: 'https://app.example/_guardian/email/reset?token=abc&x=1',
	...{ lifetime: 3600, newEmail: '<i>@evil.example', signInUrl: 'https://app.example/signin' }
};
const names = Object.keys(messages) as (keyof Messages)[];

describe.each(names)('the message %s', (name) => {
	const made = async () => await messages[name](parts);

	test('has a subject in one line, and the same link in text and HTML', async () => {
		const { subject, text, html } = await made();
		expect(subject).toMatch(/^[^\n]{10,100}$/);
		expect(text).toContain(parts.url);
		expect(html).toContain(`href="${parts.url.replace('&', '&amp;')}"`);
	});

	test('is escaped in HTML, and plain in the text', async () => {
		const { text, html } = await made();
		expect(html).not.toMatch(/<b>|<i>|"Inc"/);
		expect(html).toContain('Tom &amp; &lt;b&gt;Jerry&lt;/b&gt; &quot;Inc&quot;');
		expect(text).toContain('Tom & <b>Jerry</b> "Inc"');
		expect(text).not.toContain('&amp;');
	});

	test('renders without anything from elsewhere', async () => {
		const { html } = await made();
		expect(html).not.toMatch(/<img|<link|<script|<style|url\(|src=|@import/i);
		const addresses = [...html.matchAll(/https?:\/\/[^"<\s]+/g)].map(([url]) => new URL(url).host);
		expect(new Set(addresses)).toEqual(new Set(['app.example']));
	});
});

test('the notice to an address that was never confirmed has no link, and no new address', async () => {
	const { text, html } = await messages.emailChanged({ ...parts, url: null });
	expect(text + html).not.toMatch(/https?:|evil/);
	expect(text).toContain('has another one now');
});

test.each([
	[60, '1 minute'],
	[3600, '1 hour'],
	[2 * 3600, '2 hours'],
	[7 * 24 * 3600, '7 days'],
	[90 * 60, '90 minutes'],
	[3630, '60 minutes']
])('%d seconds are %s', async (lifetime, words) => {
	expect((await messages.resetPassword({ ...parts, lifetime })).text).toContain(`for ${words}`);
});

test('without a link there is none, and an address that is no attribute stays one', () => {
	const { html, text } = layOutMessage({ subject: 'Hi', paragraphs: ['One.', 'Two.'] });
	expect(html).not.toContain('<a ');
	expect(text).toBe('One.\n\nTwo.\n');
	const link = { label: 'Go', url: 'https://app.example/" onclick="x' };
	expect(layOutMessage({ subject: 'Hi', paragraphs: ['One.'], link }).html).not.toContain(
		'" onclick'
	);
});

const required = { send: () => {}, from: 'no-reply@app.example', origin: 'https://app.example' };

test.each([
	[{ verification: true }, 'verification'],
	[{ verification: 'always' }, 'verification'],
	[{ appName: '' }, 'appName'],
	[{ appName: 'two\nlines' }, 'appName'],
	[{ messages: { resetPassword: 'Hello' } }, 'messages.resetPassword'],
	[{ messages: { resetPasword: () => {} } }, 'resetPasword'],
	[{ lifetimes: { resetPassword: 25 * 3600 } }, 'lifetimes.resetPassword'],
	[{ lifetimes: { verifyEmail: 0 } }, 'lifetimes.verifyEmail'],
	[{ pages: { resetPassword: '//evil.example' } }, 'pages.resetPassword'],
	[{ pages: { resetPassword: '/\\evil.example' } }, 'pages.resetPassword'],
	[{ pages: { verifyEmail: 'https://evil.example' } }, 'pages.verifyEmail'],
	[{ pages: { verifyEmail: '/verify?step=1' } }, 'pages.verifyEmail']
])('%j is refused at startup', (options, named) => {
	expect(() => readEmailOptions({ ...required, ...options } as never)).toThrow(named);
});

describe('the page to sign in, for mails', () => {
	const given = (pages: object = {}) => readEmailOptions({ ...required, pages });

	test('is its own option, or else that of guardianAuth()', () => {
		expect(mailPages(given({ signIn: '/login' }), '/signin').signIn).toBe('/login');
		expect(mailPages(given(), '/anmelden').signIn).toBe('/anmelden');
	});

	test('is the usual one where that is a function', () => {
		expect(mailPages(given()).signIn).toBe('/signin');
	});
});
