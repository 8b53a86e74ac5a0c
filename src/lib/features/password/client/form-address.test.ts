import { render } from 'svelte/server';
import { defaults } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { expect, test } from 'vitest';
import { signInSchema } from '../../../schemas.js';
import SignInForm from './SignInForm.svelte';

/** The address that a form has before JavaScript, on a page of a route such as `[...slug]`. */
function addressAt(href: string): string {
	const page = {
		url: new URL(href),
		route: { id: '/[...slug]' },
		params: {},
		form: null,
		data: {}
	};
	const context = new Map([['__request__', { page }]]);
	const { body } = render(SignInForm, {
		props: { data: defaults(zod4(signInSchema)) },
		context
	} as never);
	return /<form[^>]* action="([^"]*)"/.exec(body)![1]!;
}

test.each(['/signin', '/de/anmelden', '//evil.example', '//evil.example/signin'])(
	'a form posts to the address of its page, and to no other host: %s',
	(pathname) => {
		const page = `https://app.example${pathname}`;
		expect(new URL(addressAt(page), page).href).toBe(`${page}?/signin`);
	}
);
