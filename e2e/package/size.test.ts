import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { bundle, sizeOf } from './bundle.js';

const { app } = inject('packed');
const readme = await readFile(join(import.meta.dirname, '../../src/docs/benchmarks.md'), 'utf8');

/** In bytes, minified and compressed; Svelte and SvelteKit, which the app has anyhow, left out. */
const LIMITS = [
	{ names: ['signOut'], limit: 900 },
	{ names: ['SignOutButton'], limit: 2000 },
	{ names: ['signOut', 'SignOutButton', 'SessionSync'], limit: 3000 }
];

/** Of the forms, with superforms, which they are built on. */
const FORMS = [
	{ names: ['SignInForm'], limit: 16_500 },
	{ names: ['SignInForm', 'SignUpForm', 'ChangePasswordForm'], limit: 17_000 }
];

/** The forms of e-mail, which come on top of those where a page has both. */
const EMAIL = [
	{ names: ['ForgotPasswordForm', 'ResendVerificationForm'], limit: 16_500 },
	{ names: ['ResetPasswordForm', 'VerifyEmailForm', 'ChangeEmailForm'], limit: 17_000 }
];

/** Each on its own; they have the button in them. */
const ACCOUNT = [
	{ names: ['SessionList'], limit: 4200 },
	{ names: ['UserMenu'], limit: 3000 }
];

/** What is loaded in the background where there is a button, or when somebody signs out. */
const AFTER = { row: 'what a sign-out needs, in the background', limit: 5300 };

/** What comes on top on a page with `confirm`, once it is there. */
const DIALOG = { row: 'the dialog, on pages with `confirm`, in the background', limit: 1000 };

const rows = readme.match(/^\| .* kB +\|$/gm)?.map((row) => row.replace(/ +/g, ' '));
const rowOf = (what: string, limit: number) => `| ${what} | ${(limit / 1000).toFixed(1)} kB |`;

/** The bundle of a page that imports these from the client's entry. */
const pageWith = (...names: string[]) =>
	bundle(app, `export { ${names.join(', ')} } from 'svelte-guardian/client';`);

describe('what a page loads in order to sign out', () => {
	test.each([...LIMITS, ...FORMS, ...EMAIL, ...ACCOUNT])(
		'with $names is at most $limit bytes',
		async ({ names, limit }) => {
			const size = sizeOf((await pageWith(...names)).atOnce);
			console.log(`${names.join(' + ')}: ${size} of ${limit} bytes`);
			expect(size).toBeLessThanOrEqual(limit);
		}
	);

	test.each([...LIMITS, ...FORMS, ...EMAIL, ...ACCOUNT])(
		'with $names is what the documentation says',
		({ names, limit }) => {
			expect(rows).toContain(rowOf(names.map((name) => `\`${name}\``).join(', '), limit));
		}
	);
});

/** Of what a page loads later, the files with or without the dialog. */
const laterWith = (later: string[], isDialog: boolean) =>
	later.filter((code) => code.includes('guardian-sign-out-dialog') === isDialog);

test(`what a sign-out needs is at most ${AFTER.limit} bytes, as the documentation says`, async () => {
	const { later } = await pageWith('signOut', 'SignOutButton', 'SessionSync');
	const size = sizeOf(laterWith(later, false));
	console.log(`after a sign-out: ${size} of ${AFTER.limit} bytes`);
	expect(size).toBeLessThanOrEqual(AFTER.limit);
	expect(rows).toContain(rowOf(AFTER.row, AFTER.limit));
});

describe('the dialog of `confirm`', () => {
	test('is no part of what every page loads', async () => {
		const { atOnce, later } = await pageWith('signOut', 'SignOutButton', 'SessionSync');
		expect(atOnce.join()).toContain('guardian-sign-out');
		expect(atOnce.join()).not.toContain('guardian-sign-out-dialog');
		expect(later.join()).toContain('guardian-sign-out-dialog');
	});

	test(`is at most ${DIALOG.limit} bytes, as the documentation says`, async () => {
		const { later } = await pageWith('SignOutButton');
		const size = sizeOf(laterWith(later, true));
		console.log(`the dialog: ${size} of ${DIALOG.limit} bytes`);
		expect(size).toBeLessThanOrEqual(DIALOG.limit);
		expect(rows).toContain(rowOf(DIALOG.row, DIALOG.limit));
	});
});

test('CO10: whoever imports only what signs out loads nothing of the forms, also not later', async () => {
	const { atOnce, later } = await pageWith('signOut', 'SignOutButton', 'SessionSync');
	expect([...atOnce, ...later].join()).not.toMatch(/guardian-(form|field|input|password|strength)/);
	const forms = await pageWith('SignUpForm');
	expect(forms.atOnce.join()).toMatch(/guardian-form/);
	expect(forms.atOnce.join()).not.toMatch(/guardian-strength/);
	expect(forms.later.join()).toMatch(/guardian-strength/);
});

test('whoever imports signOut alone gets no component, and nothing of Svelte', async () => {
	const { atOnce, later } = await pageWith('signOut');
	const code = atOnce.join();
	expect(code).toContain('?/signout');
	expect(code).not.toMatch(/guardian-sign-out|pageshow/);
	expect(code).not.toMatch(/from ?["']svelte/);
	expect(later.join()).not.toMatch(/guardian-sign-out-dialog|from ?["']svelte/);
});

test('whoever imports a component and uses nothing of it gets nothing', async () => {
	const { atOnce, later } = await bundle(
		app,
		"import 'svelte-guardian/client'; export const page = 1;"
	);
	expect(atOnce.join().length).toBeLessThan(60);
	expect(later).toEqual([]);
});
