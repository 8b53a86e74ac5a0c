import { auth } from '$lib/server/auth.js';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = (event) => ({ failed: auth.signOutError(event) });
