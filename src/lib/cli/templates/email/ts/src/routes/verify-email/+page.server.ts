import { auth } from '$lib/server/auth.js';
import { resendVerificationSchema, verifyEmailSchema } from 'svelte-guardian/schemas';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => ({
	link: await auth.email.openedLink(event, 'verifyEmail'),
	verify: await superValidate(zod4(verifyEmailSchema), { errors: false, id: 'verify' }),
	resend: await superValidate(
		{ email: event.locals.user?.email ?? '' },
		zod4(resendVerificationSchema),
		{ errors: false, id: 'resend' }
	)
});

export const actions: Actions = {
	verifyemail: auth.actions.verifyemail,
	resendverification: auth.actions.resendverification
};
