import { redirect } from '@sveltejs/kit';
import { raw } from '../../../libraries/raw.js';
import { store } from '../store.js';

const opened = await raw.open(store);

export async function handle({ event, resolve }) {
	const token = event.cookies.get('session');
	const email = token && (await opened.validate(token));
	event.locals.token = token;
	event.locals.whoIsIt = () => email;
	return resolve(event);
}

export async function signout({ cookies, locals }) {
	if (locals.whoIsIt()) await opened.end(locals.token);
	cookies.delete('session', { path: '/' });
	redirect(303, '/');
}
