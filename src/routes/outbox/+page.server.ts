import { error } from '@sveltejs/kit';
import { DEV } from 'esm-env';
import { outbox } from '../../mail.server.js';
import type { PageServerLoad } from './$types.js';

/** Mails have links that open accounts: nobody sees them but whoever develops the demo. */
export const load: PageServerLoad = () => {
	if (!DEV) error(404, 'Not found');
	return { mails: outbox.map(({ id, to, subject, text }) => ({ id, to, subject, text })) };
};
