import { asvs, found, from, peers } from './rule.js';

/** What a sign-out does, in the server, the browser and the database. */
export const signingOut = [
	asvs(
		'SO1',
		'A copied cookie is anonymous after sign-out: on pages, data requests, actions and endpoints.'
	),
	found('SO2', '`ok: true` only when the database has confirmed the deletion.'),
	from('RFC 6265')(
		'SO3',
		'The cookie is deleted with the name, path, domain and attributes that it was set with.'
	),
	from('RFC 9110')('SO4', 'Only a POST signs out; GET, HEAD, preloads and hover do nothing.'),
	peers('SO5', 'No cookie, an invalid, expired or revoked one: the same outcome, and no 500.'),
	found('SO6', 'It works without JavaScript; with it, the page is loaded anew.'),
	asvs('SO7', 'What a signed-in user sees is stored in no cache.'),
	asvs('SO8', 'The Back button shows nothing private.'),
	asvs('SO9', '`Clear-Site-Data` only on request; SvelteKit’s snapshots are removed.'),
	from('GHSA-wmjr-v86c-m9jj')(
		'SO10',
		'Only a session of the user’s own can be ended; others answer like ones that do not exist.'
	),
	asvs('SO11', 'This session, the others or all, of this user only, however many there are.'),
	peers(
		'SO12',
		'One event for each sign-out, after the commit; what a hook throws changes nothing; no token in a log.'
	),
	from('WCAG 2.2')('SO13', 'Every page of a signed-in user can sign out.'),
	found(
		'FR1',
		'A guard against unsaved changes keeps nothing private on the screen, and text is not lost.'
	),
	found('FR2', 'A page that throws, hangs or does not follow is loaded anew.'),
	found('FR3', 'It works in a browser that lacks or refuses channels, storage and locks.'),
	found('FR4', 'A prerendered page can sign out, and knows whether anybody is signed in.'),
	found(
		'FR5',
		'The check is answered by no file and kept in no cache; it says yes or no, once a minute.'
	),
	found('FR33', 'After a sign-out, Back restores nothing that SvelteKit has kept, on 2 and 3.'),
	found('SO14', 'After a refused form `locals` still say who is signed in.'),
	found(
		'FR6',
		'In a menu that closes on click and in a modal dialog the button signs out, asks and shows what went wrong.'
	),
	found('FR7', 'Ending other sessions changes nothing on the page but the list of sessions.'),
	found(
		'FR8',
		'Inside another form the button has a form elsewhere, or is an error in development.'
	),
	from('WCAG 2.2')('FR9', 'The outcome is announced, and the focus stays where it was.'),
	found('FR20', 'The public types fit strict settings and the components of other libraries.'),
	found('FR24', 'The browser’s `signOut()` is refused where nobody has asked for it.')
];
