import { asvs, found, from } from './rule.js';

/** Which cookies are set, read and deleted. */
export const cookies = [
	found('FR23', 'Where the browser has not kept the cookie, the page after a sign-in says so.'),
	from('RFC 6265bis')('CK1', 'In production: `__Host-`, Secure, HttpOnly, path `/`, SameSite=Lax.'),
	found('CK2', 'On plain-http localhost the cookie has no prefix, and works on 127.0.0.1.'),
	found('CK3', 'With a base path its path is still `/`.'),
	asvs('CK4', 'The token is in no HTML, JSON, address or log.'),
	found('CK5', 'A renewal sets no cookie; a response sets each cookie once.'),
	found(
		'CK6',
		'The cookie of a session that has ended is deleted; an error of the database deletes none.'
	),
	from('cookie 0.6')(
		'SE4',
		'A cookie whose name only looks like ours counts for nothing, and deletes nothing.'
	),
	found('SE5', 'Lucia’s cookie is accepted with Lucia’s tokens only, and only until its date.'),
	found('SE6', 'A forged cookie costs at most one statement.'),
	found('SE32', 'A user has a limited number of sessions, and their list has pages.'),
	found(
		'SE44',
		'The sessions of a disabled user end for good, also where the app sets and clears the column itself.'
	),
	found('SE9', 'Knowing what the table of sessions holds ends no session.'),
	found('SE10', 'A forged pending cookie costs no statement.'),
	found('SE7', 'A cookie domain that browsers refuse is reported at the first request.'),
	from('iron-session pull request 273')(
		'HU6',
		'After a change of the cookie, sign-out still ends the sessions in cookies from before it.'
	),
	from('better-auth issue 1043')(
		'HU5',
		'A `cookie.domain` that no browser takes is refused at startup.'
	),
	found(
		'SE33',
		'A late response neither deletes the cookie of a later sign-in nor brings an older one back.'
	),
	found(
		'SE47',
		'A response that sets a cookie of svelte-guardian is never stored by a shared cache, also if the app’s own code made the request for it.'
	),
	found('SE42', 'Sign-out ends every session that the browser presents.'),
	found('SE43', 'Of simultaneous sign-ins in one browser one session remains.')
];
