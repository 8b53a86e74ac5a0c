import { auth } from '$lib/server/auth.js';
import { changeEmailSchema } from 'svelte-guardian/schemas';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => ({
	user: auth.requireUser(event),
	form: await superValidate(zod4(changeEmailSchema), { errors: false })
});

export const actions: Actions = { changeemail: auth.actions.changeemail };
