import { auth } from '$lib/server/auth.js';
import { forgotPasswordSchema } from 'svelte-guardian/schemas';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async () => ({
	form: await superValidate(zod4(forgotPasswordSchema), { errors: false })
});

export const actions: Actions = { forgotpassword: auth.actions.forgotpassword };
