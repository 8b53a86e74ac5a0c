/** What finds the session of a token. `plain`: the token itself, where the row may still be one of Lucia's. */
export interface SessionName {
	key: string;
	plain?: string | undefined;
}

/** The rows one revocation deletes. `key` is the hash of a token, `publicId` the name its owner knows. */
export type Revocation =
	| ({ scope: 'current' } & SessionName)
	/** The sessions of several tokens. */
	| { scope: 'tokens'; names: SessionName[] }
	| { scope: 'others'; userId: string; key: string }
	| { scope: 'all'; userId: string }
	/**
	 * All sessions created before `until`, and always the session that requested it, because the clocks of servers differ.
	 */
	| ({ scope: 'all'; userId: string; until: Date } & SessionName)
	| { scope: 'session'; userId: string; publicId: string }
	/** The session that a browser held before a sign-in, and those of earlier sign-ins that replaced it at the same time. */
	| ({ scope: 'replaced'; by: Successor } & SessionName);

/** A session that has just replaced another in its browser: see `successorId`. */
export interface Successor {
	userId: string;
	publicId: string;
	createdAt: Date;
	key: string;
}

/** Another session that replaces the same one. */
export interface Rival {
	/** Its key. */
	id: string;
	createdAt: Date;
}

/**
 * Begins the public id of every row that Lucia made: the migration writes it, and rehashing takes it away. A row without it
 * is never looked up by a plain token, so nobody who reads the hashes in the database can present one as a token.
 */
const LUCIA_MARK = 'lucia:';

/** The condition for the rows of Lucia that are still as they were. */
export const PLAIN = { publicId: { startsWith: LUCIA_MARK } };

/** The rows of one token: under its hash, or still as Lucia left it. */
const rowsOfToken = ({ key, plain }: SessionName) => [
	{ id: key },
	...(plain === undefined ? [] : [{ id: plain, ...PLAIN }])
];

const earlierThan = ({ userId, publicId, createdAt }: Successor) => ({
	userId,
	publicId,
	createdAt: { lt: createdAt }
});

/**
 * The condition for the rows that a revocation deletes.
 *
 * @example
 * ```ts
 * rowsOf({ scope: 'all', userId: 'ann' }); // { userId: 'ann' }
 * ```
 */
export function rowsOf(revocation: Revocation) {
	switch (revocation.scope) {
		case 'current':
			return { OR: rowsOfToken(revocation) };
		case 'tokens':
			return { OR: revocation.names.flatMap(rowsOfToken) };
		case 'others':
			return { userId: revocation.userId, NOT: { id: revocation.key } };
		case 'all':
			if (!('until' in revocation)) return { userId: revocation.userId };
			return {
				userId: revocation.userId,
				OR: [...rowsOfToken(revocation), { createdAt: { lte: revocation.until } }]
			};
		case 'replaced':
			return { OR: [...rowsOfToken(revocation), earlierThan(revocation.by)] };
		case 'session':
			return { userId: revocation.userId, publicId: revocation.publicId };
	}
}
