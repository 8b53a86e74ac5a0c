import { resendVerificationSchema, verifyEmailSchema } from 'svelte-guardian/schemas';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { auth } from '../../auth.server.js';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
	const email = event.locals.user?.email ?? '';
	const resend = { id: 'resend', errors: false };
	return {
		link: await auth.email.openedLink(event, 'verifyEmail'),
		verify: await superValidate(zod4(verifyEmailSchema), { id: 'verify', errors: false }),
		resend: await superValidate({ email }, zod4(resendVerificationSchema), resend)
	};
};

export const actions: Actions = {
	verifyemail: auth.actions.verifyemail,
	resendverification: auth.actions.resendverification
};
