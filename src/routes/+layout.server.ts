import { auth } from '../auth.server.js';
import type { LayoutServerLoad } from './$types.js';

export const load: LayoutServerLoad = (event) => ({
	user: event.locals.user,
	unavailable: auth.statusOf(event) === 'unavailable'
});
