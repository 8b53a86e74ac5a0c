import { asvs } from './rule.js';

/** What a password may be, and how it is changed. */
export const passwords = [
	asvs(
		'PW1',
		'A password is 8 to 256 characters, without rules of composition, checked exactly as it was received.'
	),
	asvs(
		'PW2',
		'A common password, or one made of the app’s name, the email or the name, is refused with the reason.'
	),
	asvs(
		'PW3',
		'A change needs the current password. The other sessions end, and this one gets a new token.'
	),
	asvs(
		'PW27',
		'If the app wants it, a password that is known from a breach is refused; the other server receives five hex digits of its hash, and where it does not answer nobody is kept waiting or out.'
	)
];
