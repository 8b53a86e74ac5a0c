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

/** What a session's browser says it runs on. Anybody can claim it: it is for recognising one's own devices, and nothing else. */
export interface Device {
	/** For people: "Chrome on Linux". */
	name: string;
	kind: 'desktop' | 'phone' | 'tablet' | 'unknown';
}

/** A session in the list of an account page: see `auth.sessions.devices()`. */
export interface DeviceSession extends Pick<
	Session,
	'id' | 'createdAt' | 'lastUsedAt' | 'ipAddress'
> {
	/** Whether it is the session of the request. */
	isCurrent: boolean;
	device: Device;
	/** The time of the list, by the clock of the server: "2 hours ago" is counted from it. */
	listedAt: Date;
}
