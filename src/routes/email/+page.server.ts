import { changeEmailSchema } from 'svelte-guardian/schemas';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { auth } from '../../auth.server.js';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
	const { email } = auth.requireUser(event);
	return { email, form: await superValidate(zod4(changeEmailSchema), { errors: false }) };
};

export const actions: Actions = { changeemail: auth.actions.changeemail };
