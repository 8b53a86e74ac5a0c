import { command, form, getRequestEvent } from '$app/server';
import { auth } from '$lib/server/auth.js';
import { signInSchema, signUpSchema } from 'svelte-guardian/schemas';
import { z } from 'zod';

// SvelteKit does not send back to the page what is in a field whose name begins with `_`.
const callbackUrl = z.string().default('');
const signInFields = z.object({
	email: signInSchema.shape.email,
	_password: signInSchema.shape.password,
	callbackUrl
});
const signUpFields = z.object({
	email: signUpSchema.shape.email,
	_password: signUpSchema.shape.password,
	name: signUpSchema.shape.name,
	callbackUrl
});
const signOutFields = z.object({ scope: z.enum(['current', 'others', 'all']).default('current') });

/** `<form {...signIn}>`: redirects when it is done, and else says why not in `signIn.result?.error`. */
export const signIn = form(signInFields, async ({ _password: password, ...fields }) => {
	const { cookies } = getRequestEvent();
	const { code, error } = await auth.signIn({ cookies, password, ...fields });
	return { code, error };
});

/** `<form {...signUp}>` */
export const signUp = form(signUpFields, async ({ _password: password, ...fields }) => {
	const { cookies } = getRequestEvent();
	const { code, error } = await auth.signUp({ cookies, password, ...fields });
	return { code, error };
});

/** `<form {...signOut}>` */
export const signOut = form(signOutFields, async ({ scope }) => {
	const { code, error } = await auth.signOut({ cookies: getRequestEvent().cookies, scope });
	return { code, error };
});

// A command cannot redirect. When it is `ok`, go to its `url`, and load all data anew.

export const signInByCommand = command(signInFields, async ({ _password: password, ...fields }) => {
	const { cookies } = getRequestEvent();
	const { ok, code, error, url } = await auth.signIn({ cookies, password, ...fields });
	return { ok, code, error, url };
});

export const signUpByCommand = command(signUpFields, async ({ _password: password, ...fields }) => {
	const { cookies } = getRequestEvent();
	const { ok, code, error, url } = await auth.signUp({ cookies, password, ...fields });
	return { ok, code, error, url };
});

export const signOutByCommand = command(signOutFields, async ({ scope }) => {
	const { cookies } = getRequestEvent();
	const { ok, code, error, url } = await auth.signOut({ cookies, scope });
	return { ok, code, error, url };
});
