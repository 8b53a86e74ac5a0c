import { resolve } from '$app/paths';
import { redirect } from '@sveltejs/kit';
import { actions as auth } from '$lib/server/auth.js';
import { signInSchema } from 'svelte-guardian/schemas';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals, url }) => {
	if (locals.user) redirect(303, resolve('/account'));

	const callbackUrl = url.searchParams.get('callbackUrl') ?? '';
	return { form: await superValidate({ callbackUrl }, zod4(signInSchema), { errors: false }) };
};

export const actions: Actions = { signin: auth.signin };
