import { asvs, found, from } from './rule.js';

/** The ways in which people run SvelteKit. */
export const setUps = [
	asvs(
		'SE31',
		'No page with a person or a form of svelte-guardian can be framed, and svelte-guardian works under a strict content security policy.'
	),
	found(
		'FR11',
		'Cookies and headers of hooks in front arrive with every answer of svelte-guardian.'
	),
	found('FR12', 'An action that signs out by `event.fetch` renders a page that shows nobody.'),
	found('FR13', 'The guard leads back to the page; a form whose session has ended keeps its text.'),
	found(
		'SE28',
		'Remote functions sign in and out, in a `form` and a `command`; a `query` ends nothing.'
	),
	found('FR39', 'Nothing that SvelteKit 2 or 3 marks as deprecated is shown or used.'),
	found('FR38', 'Remote functions know who is asking, wherever their address is not known.'),
	found(
		'FR31',
		'The names in `locals` can be others; a list of sessions shows columns of the app’s own; who is deleted softly is signed out.'
	),
	found('FR15', 'With a base path no redirect leads outside of it.'),
	found(
		'FR16',
		'The pages that svelte-guardian leads to can depend on the request, as on its language.'
	),
	from('supabase/auth-helpers issue 466')(
		'HU1',
		'Once the response has begun nobody is signed in or out, and the error says so.'
	),
	from('next-auth issue 12499')(
		'HU4',
		'The pages that svelte-guardian leads to can have names in any script.'
	)
];
