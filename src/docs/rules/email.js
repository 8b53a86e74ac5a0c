import { asvs, found, from, peers } from './rule.js';

/** Links in mails, and how mails leave, whatever the mail server does. */
export const email = [
	asvs(
		'PW5',
		'A request for a known, an unknown and a disabled address gives the same text, status and time; no mail server is asked meanwhile.'
	),
	from('CVE-2026-110862')('PW6', 'A one-time token of one purpose is refused for every other.'),
	asvs('PW5', 'No request waits for a mail server, nor tells by its time whether a mail was sent.'),
	asvs('PW7', 'Of several uses of one token at the same time, one succeeds.'),
	found('PW4', 'After a reset of the password no earlier session, step or device proof works.'),
	peers('PW8', 'To open a link changes nothing: GET and HEAD move its token into a cookie.'),
	from('CWE-640')('PW10', 'The origin of a link is configured: forged headers change nothing.'),
	found('PW11', 'The token of a link leaves the address at once, and is in no Referer.'),
	peers('PW12', 'A reset signs nobody in, so no further step can be left out.'),
	found(
		'PW15',
		'The first proof of a mailbox alone drops the password and the sessions from before it.'
	),
	peers(
		'PW9',
		'A further mail does not void the link in an earlier one. Once one has been used, all are void.'
	),
	asvs(
		'PW13',
		'An email changes only when the new address answers. The old one gets a notice, with a link that for 7 days restores it, ends every session and sets a new password.'
	),
	peers(
		'PW14',
		'A change of the password or of the email voids every outstanding token, and every mail that waits to bring one.'
	),
	found(
		'PW17',
		'Nothing pushes out a link that undoes a change of the email: an account changes it at most five times a day.'
	),
	found(
		'PW18',
		'Changes of the email are undone by when they were made. Their notices wait for no mail that a stranger can ask for.'
	),
	found(
		'PW19',
		'Whoever loses an address is told, by an undo as well; taking an address back undoes what came in between.'
	),
	found(
		'PW20',
		'A link goes to the mailbox that the account has when the mail is sent, or to none; a mail for nobody stands for none of an account.'
	),
	found(
		'PW21',
		'The form of a link acts for the link that its page has shown, and for none that was opened later.'
	),
	found('PW22', 'A sign-out takes the links that were opened from the browser.'),
	found(
		'PW23',
		'Whoever is signed in has a bounded number of addresses mailed; nobody keeps the owner of a mailbox from asking for a mail.'
	),
	found(
		'PW24',
		'Where a sign-up must not tell whether its email is taken, neither its time, nor a name that is taken, nor a hook of the app tells; an address that is kept for its owner brings them the link again.'
	),
	found(
		'PW25',
		'Whoever confirms an email again, by a second press or the link again, is told that it is confirmed; the link is good for nothing else.'
	),
	found(
		'PW26',
		'Changes of one account at the same time wait for each other: none fails because of another one.'
	),
	found(
		'PW16',
		'The mail of a sign-up is stored with the account: there is neither without the other. A mail server that hangs, refuses or drops costs no mail: it arrives later, once for each time it is accepted, in order for each address; a refusal for good is an event.'
	),
	found(
		'PW40',
		'A delivery that takes long holds up no other; what waits behind it goes right after it.'
	),
	found(
		'PW41',
		'However many mails for nobody are due, they hold up none of an account; work that is left is done at once, and found by an index.'
	),
	found(
		'PW42',
		'Many accounts that want one address delay no other mail to it, and of theirs one waits.'
	),
	found(
		'PW43',
		'Two apps on one database, each with models of its own for what waits, deliver nothing of each other.'
	)
];
