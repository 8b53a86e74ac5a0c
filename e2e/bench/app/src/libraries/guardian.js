import { guardianAuth } from 'svelte-guardian';
import { openGuardian } from '../../../libraries/guardian.js';
import { store } from '../store.js';

const { prisma } = await openGuardian(store);
const auth = guardianAuth({ prisma });

export const handle = ({ event, resolve }) =>
	auth.handle({
		event,
		resolve(event, options) {
			event.locals.whoIsIt = () => event.locals.user?.email;
			return resolve(event, options);
		}
	});

/** Not asked: `handle` answers `?/signout` on every page. */
export const { signout } = auth.actions;
