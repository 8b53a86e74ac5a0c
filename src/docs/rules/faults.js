import { found, peers } from './rule.js';

/** What happens when a part fails or two things happen at once. */
export const faults = [
	found(
		'RF1',
		'Each fault of database, network and process has the outcome that “When things break” says.'
	),
	peers('CC1', 'A renewal of a row that is gone makes no row.'),
	peers('CC2', 'A hundred sign-outs at once: all `ok`, one event.'),
	peers('CC3', 'A response in progress cannot restore a session.'),
	peers('CC4', 'Sign-ins and sign-out everywhere are ordered by the database.'),
	found('SE35', 'A session that the database keeps after its deletion is never reported as ended.'),
	found('SE13', 'No sign-in that is in progress survives a change of password.'),
	found('SE16', 'What a lost answer leaves behind is deleted, or taken up by the next try.'),
	found('SE8', 'A pending sign-out everywhere holds once its own session is gone.'),
	found('SE11', 'A late answer that finished one pending sign-out does not delete a newer one.'),
	found(
		'SE12',
		'A stored `afterSignOut` is delivered over crashes and instances, with a stable id; its user is never missing.'
	),
	found('SE14', 'A read that decides something is answered by the primary, never by a replica.'),
	found('SE29', 'Behind a pooler without prepared statements no request is lost.'),
	found('FR25', 'A migration, or a connection that the server closes, loses no read.'),
	found('FR27', 'Dates in SQLite are stored as the file has them, as text or as milliseconds.'),
	found('FR29', 'A file URL of SQLite counts from the project; a replaced file is not read.'),
	found('FR28', 'A URL of PostgreSQL is used as it was meant, or the error names `DATABASE_URL`.'),
	found(
		'SE17',
		'Columns that the client omits everywhere are read where svelte-guardian needs them.'
	),
	found(
		'SE18',
		'Only the index of the email means that an email is taken; a column nobody fills is named.'
	),
	found('SE20', 'An email that the database takes for another one is no account.'),
	found('FR26', 'A model that cannot work is refused at startup, by name.'),
	found('SE27', 'A table whose schema the client does not tell is left to Prisma.'),
	found('SE36', 'A session without its user is none, by whichever statement it is asked for.'),
	found('SE37', 'What a hook throws has the headers of every other response.')
];
