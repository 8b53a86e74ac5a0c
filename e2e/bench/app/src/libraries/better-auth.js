import { env } from 'node:process';
import { building } from '$app/environment';
import { error } from '@sveltejs/kit';
import { svelteKitHandler } from 'better-auth/svelte-kit';
import { createBetterAuth } from '../../../libraries/better-auth.js';
import { store } from '../store.js';

const { auth } = await createBetterAuth(store, env.ORIGIN);

export async function handle({ event, resolve }) {
	const found = await auth.api.getSession({ headers: event.request.headers });
	event.locals.whoIsIt = () => found?.user.email;
	return svelteKitHandler({ auth, event, resolve, building });
}

/** Its browser posts to an address of its own. */
export const signout = () => error(404, 'Post to /api/auth/sign-out.');
