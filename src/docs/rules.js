import { attacks } from './rules/attacks.js';
import { asvs, found, from, peers } from './rules/rule.js';
import { passwords } from './rules/passwords.js';
import { rateLimits } from './rules/rate-limits.js';

/**
 * Every rule, by the part of the kit that it is about.
 *
 * @type {Record<string, import('./rules/rule.js').Rule[]>}
 */
export const RULES = {
	'Signing out': [
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
		found('FR6', 'In a menu that closes on click the button signs out, and shows what went wrong.'),
		found('FR7', 'Ending other sessions changes nothing on the page but the list of sessions.'),
		found(
			'FR8',
			'Inside another form the button has a form elsewhere, or is an error in development.'
		),
		from('WCAG 2.2')('FR9', 'The outcome is announced, and the focus stays where it was.'),
		found('FR20', 'The public types fit strict settings and the components of other libraries.'),
		found('FR24', 'The browser’s `signOut()` is refused where nobody has asked for it.')
	],
	Sessions: [
		asvs(
			'SL1',
			'A token has 256 random bits; the database has its SHA-256, which cannot be used as a token.'
		),
		peers('SL2', 'An unknown token creates no row.'),
		from('CVE-2022-25896')('SL3', 'Every sign-in makes a new token; a planted one ends.'),
		from('CVE-2015-8314')('SL4', 'The server enforces idle and absolute lifetimes.'),
		asvs('SL5', 'A renewal never goes past the absolute lifetime.'),
		from('GHSA-2vg6-77g8-24mp')(
			'SL6',
			'A disabled or deleted user has no sessions from the next request on.'
		),
		found('SE22', 'Only an address is stored as one, and both texts of a session fit any column.'),
		peers('MI1', 'A session revoked on one instance is refused at once by another.'),
		found('MI2', 'Rules that depend on the database hold on SQLite and on PostgreSQL.')
	],
	Cookies: [
		from('RFC 6265bis')(
			'CK1',
			'In production: `__Host-`, Secure, HttpOnly, path `/`, SameSite=Lax.'
		),
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
			'A response that sets a cookie of the kit is never stored by a shared cache, also if the app’s own code made the request for it.'
		),
		found('SE42', 'Sign-out ends every session that the browser presents.'),
		found('SE43', 'Of simultaneous sign-ins in one browser one session remains.')
	],
	'Requests from elsewhere': [
		from('CVE-2023-29003')(
			'CR1',
			'Only a form from the app’s own origin is accepted, whatever its content type.'
		),
		from('CVE-2023-29008')(
			'CR2',
			'The full origin is compared, and `Sec-Fetch-Site` where it is sent.'
		),
		found(
			'SE49',
			'A POST to a route of a feature comes from the app’s own origin, unless the route says otherwise.'
		),
		peers('CR4', 'Sign-in is checked for its origin, too.'),
		from('CVE-2025-53535')('CR5', 'No `callbackUrl` leads out of the app.'),
		from('CVE-2026-40074')('CR6', 'Repeated, nested and malformed fields never cause a 500.'),
		asvs('CR7', 'No `Host` header changes where a redirect leads.'),
		found(
			'FR14',
			'`Sec-Fetch-Site: same-origin` is enough where the app does not know its address.'
		),
		found(
			'SE21',
			'Origins that SvelteKit trusts are trusted where the option names them, and no others.'
		),
		from('better-auth issue 3154')(
			'HU2',
			'A trusted origin with a wildcard is refused, since it would match nothing.'
		),
		from('better-auth issue 7149')(
			'HU3',
			'The origin of an app in a web view, such as `capacitor://localhost`, can be trusted.'
		),
		found('FR37', 'The origin is SvelteKit’s own; a form says so when SvelteKit refuses it.'),
		found(
			'SE30',
			'A `callbackUrl` that cannot be opened, or is the sign-out page, leads to the default.'
		),
		found('SE48', 'No answer of the kit leads to an address of more than 2,048 characters.')
	],
	'As people run SvelteKit': [
		asvs(
			'SE31',
			'No page with a person or a form of the kit can be framed, and the kit works under a strict content security policy.'
		),
		found('FR11', 'Cookies and headers of hooks in front arrive with every answer of the kit.'),
		found('FR12', 'An action that signs out by `event.fetch` renders a page that shows nobody.'),
		found(
			'FR13',
			'The guard leads back to the page; a form whose session has ended keeps its text.'
		),
		found(
			'SE28',
			'Remote functions sign in and out, in a `form` and a `command`; a `query` ends nothing.'
		),
		found('FR39', 'Nothing that SvelteKit 2 or 3 marks as deprecated is shown or used.'),
		found('FR38', 'Remote functions know who is asking, wherever their address is not known.'),
		found('FR31', 'The names in `locals` can be others, where another library has them.'),
		found('FR15', 'With a base path no redirect leads outside of it.'),
		found('FR16', 'The pages that the kit leads to can depend on the request, as on its language.'),
		from('supabase/auth-helpers issue 466')(
			'HU1',
			'Once the response has begun nobody is signed in or out, and the error says so.'
		),
		from('next-auth issue 12499')(
			'HU4',
			'The pages that the kit leads to can have names in any script.'
		)
	],
	'Signing in': [
		asvs('SI1', 'Unknown account, wrong password and disabled user have the same answer.'),
		asvs('SI2', 'Every attempt costs one full hash.'),
		found(
			'SE19',
			'A refusal takes the same time for every account, whatever the stored hash costs to check.'
		),
		from('OWASP cheat sheets')('SI4', 'argon2id with m=19456, t=2, p=1; a malformed hash is a no.'),
		from('NIST SP 800-63B-4')('SI5', 'A password has 8 to 256 characters, and no other rule.'),
		from('GHSA-7rqj-j65f-68wh')(
			'SI7',
			'An email is normalized before it is checked; two sign-ups at once make one user.'
		),
		found(
			'FR10',
			'The kit’s forms take superforms’ JSON, and fields of the app’s own in a sign-up.'
		),
		found('FR21', 'A password is as long as what is hashed; an address is what mail accepts.'),
		asvs('SI8', 'A failed form never contains the password.')
	],
	'Faults and races': [
		found(
			'RF1',
			'Each fault of database, network and process has the outcome that “When things break” says.'
		),
		peers('CC1', 'A renewal of a row that is gone makes no row.'),
		peers('CC2', 'A hundred sign-outs at once: all `ok`, one event.'),
		peers('CC3', 'A response in progress cannot restore a session.'),
		peers('CC4', 'Sign-ins and sign-out everywhere are ordered by the database.'),
		found(
			'SE35',
			'A session that the database keeps after its deletion is never reported as ended.'
		),
		found('SE13', 'No sign-in that is in progress survives a change of password.'),
		found('SE16', 'What a lost answer leaves behind is deleted, or taken up by the next try.'),
		found('SE8', 'A pending sign-out everywhere holds once its own session is gone.'),
		found('SE11', 'A late answer that finished one pending sign-out does not delete a newer one.'),
		found('SE14', 'A read that decides something is answered by the primary, never by a replica.'),
		found('SE29', 'Behind a pooler without prepared statements no request is lost.'),
		found('FR25', 'A migration, or a connection that the server closes, loses no read.'),
		found('FR27', 'Dates in SQLite are stored as the file has them, as text or as milliseconds.'),
		found('FR29', 'A file URL of SQLite counts from the project; a replaced file is not read.'),
		found(
			'FR28',
			'A URL of PostgreSQL is used as it was meant, or the error names `DATABASE_URL`.'
		),
		found('SE17', 'Columns that the client omits everywhere are read where the kit needs them.'),
		found(
			'SE18',
			'Only the index of the email means that an email is taken; a column nobody fills is named.'
		),
		found('SE20', 'An email that the database takes for another one is no account.'),
		found('FR26', 'A model that cannot work is refused at startup, by name.'),
		found('SE27', 'A table whose schema the client does not tell is left to Prisma.'),
		found('SE36', 'A session without its user is none, by whichever statement it is asked for.'),
		found('SE37', 'What a hook throws has the headers of every other response.')
	],
	'Load and attacks': attacks,
	Passwords: passwords,
	'Rate limits': rateLimits,
	'The first hour': [
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
		found('FR17', 'The tracers of serverless adapters find the drivers and their binaries.'),
		found('FR22', 'Two apps on one host do not share cookies.'),
		found('NC22', 'The app, Prisma and the tests read `.env`.'),
		found('FR30', 'A Prisma client may be generated anywhere in the app.'),
		found('FR34', 'What the package exports has types on SvelteKit 2 and 3.'),
		found('FR39b', 'Each set-up that the docs say it works with is run by a test that they name.'),
		found('FR36', 'In a workspace `init` edits its root and its shared Prisma schema.'),
		found('FR35', '`init` has SvelteKit generate its files before Prisma reads them.'),
		found('NC19', '`init` names the columns of an app that would make every sign-up fail.'),
		found('NC20', 'The next steps that `init` names lead to an app that runs.'),
		found('NC21', '`init` says what Vite does not support.'),
		found('NC6', 'The package has the SQL of a new database for each engine.'),
		found('FR32', 'Saving `auth.ts` in development leaves no timers and connections behind.'),
		found('FR18', 'A fixture ends only what it opened: a stored state goes on for other tests.'),
		found('NC4', 'The example of a lock cannot be undone by the person who is locked.')
	],
	'The project itself': [
		found('SE0', 'The tests run in any folder, for any user, without set-up.'),
		found(
			'SE45',
			'The package names the licences of all that is bundled; tests leave no users behind and print no password or hash.'
		),
		found('SE46', 'No page logs an error or a warning in the browser, hydration included.')
	]
};
