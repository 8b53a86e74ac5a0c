import { redirect } from '@sveltejs/kit';
import { createLucia } from '../../../libraries/lucia.js';
import { store } from '../store.js';

const { lucia } = await createLucia(store);

export async function handle({ event, resolve }) {
	const token = event.cookies.get(lucia.sessionCookieName);
	const found = token ? await lucia.validateSession(token) : null;
	const cookie = found?.session?.fresh
		? lucia.createSessionCookie(found.session.id)
		: found && !found.session
			? lucia.createBlankSessionCookie()
			: null;
	if (cookie) event.cookies.set(cookie.name, cookie.value, { path: '.', ...cookie.attributes });
	event.locals.session = found?.session;
	event.locals.whoIsIt = () => found?.user?.email;
	return resolve(event);
}

export async function signout({ cookies, locals }) {
	if (locals.session) await lucia.invalidateSession(locals.session.id);
	const cookie = lucia.createBlankSessionCookie();
	cookies.set(cookie.name, cookie.value, { path: '.', ...cookie.attributes });
	redirect(303, '/');
}
