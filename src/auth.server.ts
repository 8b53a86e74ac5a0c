import { guardianAuth } from 'svelte-guardian';
import { email } from 'svelte-guardian/email';
import { prisma } from './database.server.js';
import { send } from './mail.server.js';

export const auth = guardianAuth({
	prisma,
	appName: 'Svelte Guardian',
	user: { select: { email: true, name: true } },
	features: [
		email({
			send,
			from: process.env.MAIL_FROM ?? 'Svelte Guardian <no-reply@example.com>',
			origin: process.env.ORIGIN ?? 'http://localhost:5173',
			// Whether nobody signs in before their email is confirmed.
			verification: process.env.EMAIL_CONFIRMATION === 'required' ? 'required' : 'optional'
		})
	]
});
