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
		imports: ['email', 'smtp'],
		from: 'svelte-guardian/email',
		call: `email({
	send: smtp(process.env.SMTP_URL ?? 'smtp://localhost:1025'),
	from: process.env.MAIL_FROM ?? 'My App <no-reply@example.com>',
	origin: process.env.PUBLIC_ORIGIN ?? 'http://localhost:5173'
})`
	},
	models: `${outbox}\n${tokens}`,
	fields: { User: ['emailVerifiedAt DateTime?'] },
	dependencies: { nodemailer: kit.peerDependencies.nodemailer },
	env: [
		{
			name: 'SMTP_URL',
			value: 'smtp://localhost:1025',
			comment: 'The mail server, such as smtps://user:password@mail.example.com'
		},
		{
			name: 'MAIL_FROM',
			value: '"My App <no-reply@example.com>"',
			comment: 'Who mails come from'
		},
		{
			name: 'PUBLIC_ORIGIN',
			value: 'http://localhost:5173',
			comment: 'Where links in mails lead: the origin of the app'
		}
	],
	templates: 'email',
	next: [
		'Set the variables of .env.example.',
		'Link to /forgot-password from your sign-in page.',
		'More is in node_modules/svelte-guardian/src/docs/email.md.'
	]
};
