import { asvs, found, from, peers } from './rule.js';

/** What limits guessing. */
export const rateLimits = [
	asvs(
		'RL1',
		'Of 60 wrong passwords at once for one account 5 are checked, also over several processes.'
	),
	found('RL2', 'A forged `X-Forwarded-For` changes nothing: only the adapter’s address counts.'),
	found(
		'RL3',
		'Without an address the account is still limited, with one warning that says what to set.'
	),
	found('RL4', 'A private address is counted for nobody: it would be that of everybody.'),
	found('RL5', 'IPv6 is counted by /64, and an IPv4 address in IPv6 as IPv4.'),
	peers('RL6', 'Tries while blocked do not prolong the block.'),
	asvs('RL7', 'An attack on an account does not lock out a browser that has signed in before.'),
	asvs('RL8', 'Known and unknown accounts are refused alike.'),
	peers('RL9', 'Success forgets the failures of the account and the browser, not of the address.'),
	from('RFC 6585')(
		'RL10',
		'429 with `Retry-After` in whole seconds; the form keeps the email, and not the password.'
	),
	from('NIST SP 800-63B-4')(
		'RL11',
		'Never more than 100 failures in a row on one account without a success or a recovery.'
	),
	asvs('RL12', 'While the database is down the memory counts: neither open nor a 500.'),
	asvs('RL13', 'Every form that tries a secret spends from the same count of the account.'),
	found('RL14', 'Sign-out is never limited.'),
	found('RL15', 'The table of limits holds no email and no address.'),
	found('RL16', 'Password hashing has a limit of its own, and a short queue.'),
	found('RL17', 'A right password that a hook or a step of a feature refuses is no failed try.')
];
