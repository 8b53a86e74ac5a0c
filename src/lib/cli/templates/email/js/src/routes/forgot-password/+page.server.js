import { auth } from '$lib/server/auth.js';
import { forgotPasswordSchema } from 'svelte-guardian/schemas';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';

/** @type {import('./$types.js').PageServerLoad} */
export const load = async () => ({
	form: await superValidate(zod4(forgotPasswordSchema), { errors: false })
});

/** @type {import('./$types.js').Actions} */
export const actions = { forgotpassword: auth.actions.forgotpassword };
