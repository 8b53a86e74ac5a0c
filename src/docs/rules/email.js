import { asvs, found, from, peers } from './rule.js';

/** Links in mails, and how mails leave, whatever the mail server does. */
export const email = [
	from('CVE-2026-110862')('PW6', 'A one-time token of one purpose is refused for every other.'),
	asvs('PW5', 'No request waits for a mail server, nor tells by its time whether a mail was sent.'),
	asvs('PW7', 'Of several uses of one token at the same time, one succeeds.'),
	peers(
		'PW9',
		'A further mail does not void the link in an earlier one. Once one has been used, all are void.'
	),
	peers('PW14', 'A change of the password or of the email voids every outstanding token.'),
	found(
		'PW16',
		'A mail server that hangs, refuses or drops costs no mail: it arrives later, once for each time it is accepted, in order for each address; a refusal for good is an event.'
	)
];
