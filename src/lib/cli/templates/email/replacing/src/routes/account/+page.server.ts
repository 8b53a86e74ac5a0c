import { auth } from '$lib/server/auth.js';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => ({
	user: auth.requireUser(event),
	needsVerification: await auth.email.needsVerification(event),
	sessions: await auth.sessions.devices(event)
});
