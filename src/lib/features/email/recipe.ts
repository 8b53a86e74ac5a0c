/// <reference types="vite/client" />
import core from '../../../../prisma/guardian.prisma?raw';
import outbox from '../../../../prisma/email.prisma?raw';
import kit from '../../../../package.json' with { type: 'json' };
import type { Recipe } from '../../recipe.js';

/** In an app that was set up before there were tokens, its model is missing. */
const tokens = /(?:^\/\/\/.*\n)*^model OneTimeToken \{[^]*?^\}\n/m.exec(core)?.[0] ?? '';

/** Flows by mail, with a page for each link. */
export const recipe: Recipe = {
	name: 'email',
	summary: 'mails to reset a password and to confirm or change an email',
	feature: {
		imports: ['email', 'smtp', 'toFolder'],
		from: 'svelte-guardian/email',
		call: `email({
	// In development, without a mail server, mails are files in .mails.
	send: process.env.SMTP_URL
		? smtp(process.env.SMTP_URL)
		: toFolder('.mails', { onlyInDevelopment: true }),
	from: process.env.MAIL_FROM ?? 'My App <no-reply@example.com>',
	origin: process.env.ORIGIN ?? 'http://localhost:5173'
})`
	},
	models: `${outbox}\n${tokens}`,
	fields: { User: ['emailVerifiedAt DateTime?'] },
	dependencies: { nodemailer: kit.peerDependencies.nodemailer },
	env: [
		{
			name: 'SMTP_URL',
			value: '',
			comment:
				'The mail server, such as smtps://user:password@mail.example.com; in development without it, mails are files in .mails'
		},
		{
			name: 'MAIL_FROM',
			value: '"My App <no-reply@example.com>"',
			comment: 'Who mails come from'
		},
		{
			name: 'ORIGIN',
			value: 'http://localhost:5173',
			comment: 'The origin of the app, where links in mails lead; adapter-node reads it as well'
		}
	],
	templates: 'email',
	replaces: {
		'src/routes/signin':
			'Link to /forgot-password from your sign-in page, and show there what ?notice= says: see email.md.',
		'src/routes/account':
			'Link to /email from the page of the account, and to /verify-email where auth.email.needsVerification(event): see email.md.'
	},
	ignores: { heading: 'Mails of the development server', patterns: ['.mails'] },
	next: [
		'Until SMTP_URL is set, mails are files in .mails: the development server says where each one is.',
		'In production, set the variables of .env.example.',
		'More is in node_modules/svelte-guardian/src/docs/email.md.'
	]
};
