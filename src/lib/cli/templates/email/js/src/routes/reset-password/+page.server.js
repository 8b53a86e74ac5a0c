import { auth } from '$lib/server/auth.js';
import { resetPasswordSchema } from 'svelte-guardian/schemas';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';

/** @type {import('./$types.js').PageServerLoad} */
export const load = async (event) => ({
	link: await auth.email.openedLink(event, 'resetPassword'),
	form: await superValidate(zod4(resetPasswordSchema), { errors: false })
});

/** @type {import('./$types.js').Actions} */
export const actions = { resetpassword: auth.actions.resetpassword };
