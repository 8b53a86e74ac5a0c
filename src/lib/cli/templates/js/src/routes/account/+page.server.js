import { auth } from '$lib/server/auth.js';

/** @type {import('./$types.js').PageServerLoad} */
export const load = async (event) => ({
	user: auth.requireUser(event),
	sessions: await auth.sessions.devices(event)
});
