import { auth } from '$lib/server/auth.js';

/** @type {import('./$types.js').PageServerLoad} */
export const load = (event) => ({ user: auth.requireUser(event) });
