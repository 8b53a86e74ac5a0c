import { auth } from '$lib/server/auth.js';
import { changeEmailSchema } from 'svelte-guardian/schemas';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';

/** @type {import('./$types.js').PageServerLoad} */
export const load = async (event) => ({
	user: auth.requireUser(event),
	form: await superValidate(zod4(changeEmailSchema), { errors: false })
});

/** @type {import('./$types.js').Actions} */
export const actions = { changeemail: auth.actions.changeemail };
