import { auth } from '$lib/server/auth.js';
import { undoEmailChangeSchema } from 'svelte-guardian/schemas';
import { superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';

/** @type {import('./$types.js').PageServerLoad} */
export const load = async (event) => ({
	link: await auth.email.openedLink(event, 'undoEmailChange'),
	form: await superValidate(zod4(undoEmailChangeSchema), { errors: false })
});

/** @type {import('./$types.js').Actions} */
export const actions = { undoemailchange: auth.actions.undoemailchange };
