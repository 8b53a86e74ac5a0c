import { asvs, found, from, peers } from './rule.js';

/** How long a session lives, and what its row contains. */
export const sessions = [
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
];
