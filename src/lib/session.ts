/** The public view of a session. It contains no credentials. */
export interface Session {
	/** The public id. It names the session, and can neither be used as a cookie nor turned into one. */
	id: string;
	/** The time of the sign-in. */
	createdAt: Date;
	/** The time of the last use, up to `session.renewAfter` seconds behind. */
	lastUsedAt: Date;
	/** When the session ends unless it is used again. */
	expiresAt: Date;
	/** The `User-Agent` header at sign-in. */
	userAgent: string | null;
	/** The address that the sign-in came from. */
	ipAddress: string | null;
}
