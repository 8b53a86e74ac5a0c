import { GuardianError, SESSIONS_KEY } from 'svelte-guardian';
import { auth } from '../../auth.server.js';
import { ago } from './ago.js';
import { deviceOf } from './device.js';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
	// Loaded again when the person signs out another device.
	event.depends(SESSIONS_KEY);
	const user = auth.requireUser(event);
	return { user, sessions: await sessionsOf(user, event.locals.session?.id) };
};

/** This device first, the others as they were last used; `null` when the database did not say. */
async function sessionsOf(user: { id: string }, currentId: string | undefined) {
	const now = new Date();
	try {
		const sessions = (await auth.sessions.list(user)).map((session) => {
			const isCurrent = session.id === currentId;
			// It is in use as we speak, and what is stored may be some minutes old.
			const lastUsedAt = isCurrent ? now : session.lastUsedAt;
			const { id, createdAt, ipAddress } = session;
			return {
				id,
				isCurrent,
				...deviceOf(session.userAgent),
				ipAddress,
				signedIn: { date: createdAt, ago: ago(createdAt, now) },
				lastUsed: { date: lastUsedAt, ago: ago(lastUsedAt, now) }
			};
		});
		return sessions.sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
	} catch (error) {
		if (error instanceof GuardianError && error.code === 'STORE_UNAVAILABLE') return null;
		throw error;
	}
}
