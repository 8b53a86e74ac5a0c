import { hashToken, isLuciaToken } from '../../sessions/session-token.js';

/** A revocation that the database could not confirm, to be finished later. */
export interface PendingRevocation {
	/** SHA-256 of the token: the key of the session's row. */
	key: string;
	/** The token itself, where the row may still be one of Lucia's: such a row cannot be found by a hash. */
	plain?: string;
	/** `current`: this session. `all`: every session of its user that existed when sign-out was requested. */
	scope: 'current' | 'all';
	/** When sign-out was asked for. Sessions made later are not affected. */
	requestedAt: Date;
}

const TICKET = /^([0-9a-z]{40}|[0-9a-f]{64})\.(current|all)\.(\d{1,15})$/;

/**
 * Writes a pending revocation as the value of a cookie.
 *
 * @example
 * ```ts
 * writePendingRevocation({ key: hashToken(token), scope: 'current', requestedAt: new Date() }); // 'ab…12.current.1764000000000'
 * ```
 */
export function writePendingRevocation({
	key,
	plain,
	scope,
	requestedAt
}: PendingRevocation): string {
	return `${plain ?? key}.${scope}.${requestedAt.getTime()}`;
}

/**
 * Reads a pending revocation from the value of a cookie; `null` if the value is malformed.
 *
 * @example
 * ```ts
 * readPendingRevocation('garbage'); // null
 * ```
 */
export function readPendingRevocation(value: string): PendingRevocation | null {
	const [, id, scope, time] = TICKET.exec(value) ?? [];
	if (id === undefined) return null;
	return {
		...(isLuciaToken(id) ? { key: hashToken(id), plain: id } : { key: id }),
		scope: scope as PendingRevocation['scope'],
		requestedAt: new Date(Number(time))
	};
}
