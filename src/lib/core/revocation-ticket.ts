/** A revocation that the database could not confirm, to be finished later. */
export interface RevocationTicket {
	/** SHA-256 of the token: signs nobody in, and only who held the token can know it. */
	key: string;
	/** `current`: this session. `all`: every session of its user that was there when the ticket was written. */
	scope: 'current' | 'all';
	/** When sign-out was asked for. Sessions made later are none of its business. */
	requestedAt: Date;
}

/** More than this many sign-outs of one browser can hardly be pending; the oldest gives way. */
const MAX = 5;

const TICKET = /^([0-9a-f]{64})\.(current|all)\.(\d{1,15})$/;

/**
 * Writes tickets as the value of a cookie.
 *
 * @example
 * ```ts
 * writeTickets([{ key: hashToken(token), scope: 'current', requestedAt: new Date() }]); // 'ab…12.current.1764000000000'
 * ```
 */
export function writeTickets(tickets: RevocationTicket[]): string {
	return tickets
		.slice(-MAX)
		.map(({ key, scope, requestedAt }) => `${key}.${scope}.${requestedAt.getTime()}`)
		.join('~');
}

/**
 * Reads the value of a cookie that may hold tickets. What is malformed is left out: it was not written here.
 *
 * @example
 * ```ts
 * readTickets('garbage'); // []
 * ```
 */
export function readTickets(value: string | undefined): RevocationTicket[] {
	if (!value) return [];
	return value
		.split('~', MAX)
		.map((text) => TICKET.exec(text))
		.filter((match) => match !== null)
		.map(([, key, scope, time]) => ({
			key: key!,
			scope: scope as RevocationTicket['scope'],
			requestedAt: new Date(Number(time))
		}));
}
