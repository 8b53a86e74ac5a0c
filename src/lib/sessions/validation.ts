import type { RowsUnchangedError, StoreError } from '../database/query.js';
import type { Session } from '../session.js';

/** A session that was just asked for and found alive. */
export interface Validated<User> {
	user: User;
	session: Session;
	/** The hash of the token: the row's key. Stays on the server. */
	key: string;
}

/** What a token turned out to be. */
export type Validation<User> =
	/** `unrenewed`: why this use of it could not be written down. It is live all the same, and its dates are as before. */
	| ({ status: 'live'; unrenewed?: StoreError } & Validated<User>)
	/**
	 * Found dead and deleted just now, of a disabled user with all their others; `revoked` is 0 where another request was
	 * quicker. `kept`: a row is still there. It is refused all the same.
	 */
	| {
			status: 'ended';
			reason: 'expired' | 'disabled';
			scope: 'current' | 'all';
			user: User;
			revoked: number;
			kept?: RowsUnchangedError;
	  }
	/** No session of ours, or one that was revoked, or one without its user. `kept`: as above. */
	| { status: 'unknown'; kept?: RowsUnchangedError };
