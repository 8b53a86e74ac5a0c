/** How long a session lives. Every figure is in seconds. */
export interface Lifetime {
	/** Ends a session that was not used for this long. */
	idle: number;
	/** Ends a session this long after sign-in, however much it is used. */
	absolute: number;
	/** How old `lastUsedAt` may grow before a request writes it again. */
	renewAfter: number;
}

/** The dates that decide over a session's life. */
export interface Dates {
	createdAt: Date;
	lastUsedAt: Date;
	expiresAt: Date;
}

/**
 * When a session used at `usedAt` ends: after the idle time, and never past `createdAt + absolute`
 * (OWASP ASVS 5.0, 7.3.1 and 7.3.2).
 *
 * @example
 * ```ts
 * const at = new Date(0);
 * expiryAfterUse({ createdAt: at, usedAt: at }, { idle: 60, absolute: 90, renewAfter: 5 }); // new Date(60_000)
 * ```
 */
export function expiryAfterUse(
	{ createdAt, usedAt }: { createdAt: Date; usedAt: Date },
	{ idle, absolute }: Lifetime
): Date {
	return new Date(Math.min(after(usedAt, idle), after(createdAt, absolute)));
}

/**
 * Is the session alive? Both the stored expiry and the current limits apply, so shortening a limit ends old sessions at once.
 *
 * @example
 * ```ts
 * const at = new Date(0);
 * const dates = { createdAt: at, lastUsedAt: at, expiresAt: new Date(60_000) };
 * isLive(dates, new Date(59_999), { idle: 60, absolute: 90, renewAfter: 5 }); // true
 * ```
 */
export function isLive(dates: Dates, now: Date, lifetime: Lifetime): boolean {
	const limit = expiryAfterUse({ createdAt: dates.createdAt, usedAt: dates.lastUsedAt }, lifetime);
	return now.getTime() < Math.min(limit.getTime(), dates.expiresAt.getTime());
}

/**
 * Whether the use of the session has to be recorded now.
 *
 * @example
 * ```ts
 * const at = new Date(0);
 * const dates = { createdAt: at, lastUsedAt: at, expiresAt: new Date(60_000) };
 * isRenewalDue(dates, new Date(5_000), { idle: 60, absolute: 90, renewAfter: 5 }); // true
 * ```
 */
export function isRenewalDue(dates: Dates, now: Date, { renewAfter }: Lifetime): boolean {
	return now.getTime() >= after(dates.lastUsedAt, renewAfter);
}

const after = (date: Date, seconds: number) => date.getTime() + seconds * 1000;
