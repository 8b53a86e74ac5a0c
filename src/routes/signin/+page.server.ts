import { redirect } from '@sveltejs/kit';
import { signInSchema } from 'svelte-guardian/schemas';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { auth } from '../../auth.server.js';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals, url }) => {
	// Beside this page, whatever the base path.
	if (locals.user) redirect(303, new URL('account', url).pathname);

	const callbackUrl = url.searchParams.get('callbackUrl') ?? '';
	return { form: await superValidate({ callbackUrl }, zod4(signInSchema), { errors: false }) };
};

export const actions: Actions = { signin: auth.actions.signin };
