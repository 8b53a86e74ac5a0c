import { asvs, found, from } from './rule.js';

/** What a sign-in and a sign-up do. */
export const signingIn = [
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
		'svelte-guardian’s forms take superforms’ JSON, and fields of the app’s own in a sign-up.'
	),
	found('FR21', 'A password is as long as what is hashed; an address is what mail accepts.'),
	asvs('SI8', 'A failed form never contains the password.')
];
