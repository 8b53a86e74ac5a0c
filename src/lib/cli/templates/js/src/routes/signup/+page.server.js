import { resolve } from '$app/paths';
import { redirect } from '@sveltejs/kit';
import { actions as auth } from '$lib/server/auth.js';
import { signUpSchema } from 'svelte-guardian/schemas';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';

/** @type {import('./$types.js').PageServerLoad} */
export const load = async ({ locals, url }) => {
	if (locals.user) redirect(303, resolve('/account'));

	const callbackUrl = url.searchParams.get('callbackUrl') ?? '';
	return { form: await superValidate({ callbackUrl }, zod4(signUpSchema), { errors: false }) };
};

/** @type {import('./$types.js').Actions} */
export const actions = { signup: auth.signup };
