import type { Session } from '../session.js';
import type { SessionAttributes } from './adapter.js';

/**
 * The public view of a session's row.
 *
 * @example
 * ```ts
 * publicView(row).id; // the public id
 * ```
 */
export function publicView(row: SessionAttributes): Session {
	const { publicId, createdAt, lastUsedAt, expiresAt, userAgent, ipAddress } = row;
	return { id: publicId, createdAt, lastUsedAt, expiresAt, userAgent, ipAddress };
}

/**
 * Creates the view of a session in a list: the public one, with columns of the app's own.
 *
 * @example
 * ```ts
 * createListedView(['deviceLabel'])(row); // { id, …, deviceLabel }
 * ```
 */
export const createListedView = (columns: string[]) => (row: SessionAttributes) => {
	const own = columns.map((name) => [name, (row as unknown as Record<string, unknown>)[name]]);
	return { ...(Object.fromEntries(own) as object), ...publicView(row) };
};
