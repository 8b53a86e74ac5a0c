import { found } from './rule.js';

/** What a sender of requests can do to an app. */
export const attacks = [
	found('SE1', 'A form is read in linear time, with a limit on its fields.'),
	found('SE2', 'Password hashing has a short queue; more than that is refused with 503.'),
	found('SE3', 'No input blocks the process.'),
	found('SE24', 'What other scripts post to the tabs’ channel costs one check a second at most.'),
	found('SE25', 'What SvelteKit has in memory is dropped at sign-out like what it has stored.'),
	found('SE34', 'A missing or malformed id means nobody, never everybody.'),
	found('SE38', 'A body that never arrives is waited for only so long.'),
	found('SE39', 'An unknown option or scope is refused.'),
	found('SE40', 'The number of prepared statements is limited.'),
	found('SE41', 'The deletion of expired sessions never overlaps with itself.')
];
