import { error } from '@sveltejs/kit';
import { signout } from '$library';

export async function load({ locals }) {
	const email = await locals.whoIsIt();
	if (!email) error(401, 'Sign in first.');
	return { email };
}

export const actions = { signout };
