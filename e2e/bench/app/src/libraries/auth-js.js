import { SvelteKitAuth } from '@auth/sveltekit';
import { createAuthJs } from '../../../libraries/auth-js.js';
import { store } from '../store.js';

const { config } = await createAuthJs(store);
const auth = SvelteKitAuth(config);

export const handle = ({ event, resolve }) =>
	auth.handle({
		event,
		resolve(event, options) {
			event.locals.whoIsIt = async () => (await event.locals.auth())?.user?.email;
			return resolve(event, options);
		}
	});

export const signout = auth.signOut;
