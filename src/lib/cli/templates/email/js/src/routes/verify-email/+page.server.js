import { auth } from '$lib/server/auth.js';
import { resendVerificationSchema, verifyEmailSchema } from 'svelte-guardian/schemas';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';

/** @type {import('./$types.js').PageServerLoad} */
export const load = async (event) => ({
	link: await auth.email.openedLink(event, 'verifyEmail'),
	verify: await superValidate(zod4(verifyEmailSchema), { errors: false, id: 'verify' }),
	resend: await superValidate(zod4(resendVerificationSchema), { errors: false, id: 'resend' })
});

/** @type {import('./$types.js').Actions} */
export const actions = {
	verifyemail: auth.actions.verifyemail,
	resendverification: auth.actions.resendverification
};
