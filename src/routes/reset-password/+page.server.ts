import { resetPasswordSchema } from 'svelte-guardian/schemas';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { auth } from '../../auth.server.js';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => ({
	link: await auth.email.openedLink(event, 'resetPassword'),
	form: await superValidate(zod4(resetPasswordSchema), { errors: false })
});

export const actions: Actions = { resetpassword: auth.actions.resetpassword };
