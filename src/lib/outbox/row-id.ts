import { randomBytes } from 'node:crypto';

let lastTime = 0;
let count = 0;

/**
 * Makes the id of a row of an outbox: ids of one process sort in the order in which they were made, those of several by
 * their clocks. It is unique, and no secret.
 *
 * @param now in milliseconds since 1970
 *
 * @example
 * ```ts
 * createRowId(); // '0mh1x2k3q0000f3a91c04be72'
 * ```
 */
export function createRowId(now = Date.now()): string {
	count = now <= lastTime ? count + 1 : 0;
	// A clock that was set back must not bring a later row before an earlier one.
	lastTime = Math.max(now, lastTime);
	const time = lastTime.toString(36).padStart(9, '0');
	return time + count.toString(36).padStart(4, '0') + randomBytes(6).toString('hex');
}
