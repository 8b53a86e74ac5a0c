import { found } from './rule.js';

/** What a new user of the package meets. */
export const firstHour = [
	found('NC1', 'The sign-in form that the Back button leads to works at any address.'),
	found(
		'NC3',
		'A missing model is printed as a whole that Prisma takes, however users are called.'
	),
	found(
		'NC2',
		'`init` writes nothing when the packages could not be installed, and says what to do.'
	),
	found(
		'SE26',
		'`init` writes whole files, in the app’s folder only, and is not held up or misled by any file of it.'
	),
	found(
		'FR17',
		'The tracers of serverless adapters find the drivers and their binaries; a build for Cloudflare stops with the reason.'
	),
	found('FR22', 'Two apps on one host do not share cookies.'),
	found('NC22', 'The app, Prisma and the tests read `.env`.'),
	found('FR30', 'A Prisma client may be generated anywhere in the app.'),
	found('FR34', 'What the package exports has types on SvelteKit 2 and 3.'),
	found('FR39b', 'Each set-up that the docs say it works with is run by a test that they name.'),
	found(
		'FR40',
		'The pages that `init` writes look as those of the demo, wide and narrow, light and dark.'
	),
	found('FR36', 'In a workspace `init` edits its root and its shared Prisma schema.'),
	found('FR35', '`init` has SvelteKit generate its files before Prisma reads them.'),
	found('NC19', '`init` names the columns of an app that would make every sign-up fail.'),
	found('NC20', 'The next steps that `init` names lead to an app that runs.'),
	found('NC21', '`init` says what Vite does not support.'),
	found('NC6', 'The package has the SQL of a new database for each engine.'),
	found('FR32', 'Saving `auth.ts` in development leaves no timers and connections behind.'),
	found('FR18', 'A fixture ends only what it opened: a stored state goes on for other tests.'),
	found('NC23', 'The package has the documentation, and every link in it leads to a file of it.'),
	found('NC24', 'Each page of the documentation is there as Markdown, and llms.txt lists them.'),
	found('NC25', 'The two commands with which the README installs a checkout lead to an app.'),
	found(
		'FR19',
		'In tests of components, where no app runs, the button has the result that the server gave.'
	),
	found(
		'NC26',
		'`add` brings a feature into an app as its recipe says, shows each change, and does nothing twice.'
	),
	found(
		'NC27',
		'`add remote` writes remote functions to sign up, in and out, and switches them on.'
	),
	found('NC28', '`init` makes a secret, and neither overwrites nor prints what is in `.env`.'),
	found('NC29', 'The add-on of the Svelte CLI writes what `init` and `add` write, byte for byte.'),
	found(
		'NC32',
		'`init --database mysql` writes models whose columns are long enough, and the driver.'
	),
	found('NC30', '`add email` leads to an app whose links in mails have pages that work.'),
	found(
		'NC31',
		'`signOut()` signs nobody out in the `load` of a link that is hovered, nor in a prefetch.'
	),
	found(
		'NC35',
		'A table that is missing is said to be migrated, and an old client to be generated.'
	),
	found(
		'NC33',
		'`init` prints what the models of an app lack ready to paste, with the type of its user ids.'
	),
	found('NC34', '`init` shows how a page that an app has differs from svelte-guardian’s.'),
	found('NC4', 'The example of a lock cannot be undone by the person who is locked.')
];
