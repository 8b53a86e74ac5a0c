import type { AuthContext } from '../../context.js';
import { StoreError } from '../../database/query.js';
import { cookiesOf } from '../../arguments.js';
import type { DeviceSession } from '../../session.js';
import { SESSIONS_KEY } from '../../sessions-key.js';
import type { SessionsApi } from '../../sessions-types.js';

/**
 * Creates the list of sessions for an account page.
 *
 * @example
 * ```ts
 * const devices = createDevices(context);
 * const load = (event) => ({ sessions: await devices(event) });
 * ```
 */
export function createDevices<User extends { id: string }>({
	requests,
	sessions
}: AuthContext<User>): SessionsApi['devices'] {
	return async (event) => {
		const { identity } = requests.of(cookiesOf(event), event);
		event.depends?.(SESSIONS_KEY);
		if (identity.status === 'unavailable') return null;
		if (identity.status === 'anonymous') return [];
		try {
			// Only this list needs the parser, which a cold start need not load.
			const [list, { deviceOf }] = await Promise.all([
				sessions.list(identity.user.id, { limit: 100, offset: 0 }),
				import('./device.js')
			]);
			const listedAt = new Date();
			const devices = list.map(({ id, createdAt, lastUsedAt, ipAddress, userAgent }) => {
				const isCurrent = id === identity.session.id;
				return {
					...{ id, createdAt, ipAddress, isCurrent, listedAt },
					// It is in use as we speak, and what is stored may be some minutes old.
					lastUsedAt: isCurrent ? listedAt : lastUsedAt,
					device: deviceOf(userAgent)
				} satisfies DeviceSession;
			});
			return devices.sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
		} catch (error) {
			if (error instanceof StoreError) return null;
			throw error;
		}
	};
}
