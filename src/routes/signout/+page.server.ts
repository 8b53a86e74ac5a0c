import type { RequestEvent } from '@sveltejs/kit';
import { auth } from '../../auth.server.js';
import type { PageServerLoad } from './$types.js';

const SCOPES = ['current', 'others', 'all'] as const;

export const load: PageServerLoad = async (event) => {
	const { locals, url } = event;
	const asked = (name: string) => url.searchParams.get(name) || undefined;
	const sessionId = asked('sessionId');
	const scope = SCOPES.find((name) => name === asked('scope')) ?? 'current';
	// Where the person stays signed in, this page would only ask again.
	const staysSignedIn = scope === 'others' || (sessionId && sessionId !== locals.session?.id);
	const failed = auth.signOutError(event);
	return {
		scope,
		sessionId,
		device: sessionId ? await deviceBehind(event, sessionId) : null,
		// Only the library decides whether what was asked for is safe; ours lie beside this page, whatever the base path.
		callbackUrl:
			asked('callbackUrl') ?? new URL(staysSignedIn ? 'account' : 'signout', url).pathname,
		error: failed?.error ?? null,
		isPending: failed?.code === 'REVOCATION_PENDING'
	};
};

/** The name of a session's device; `null` when there is no such session, or nobody could say. */
async function deviceBehind(event: RequestEvent, sessionId: string) {
	const devices = await auth.sessions.devices(event);
	return devices?.find(({ id }) => id === sessionId)?.device.name ?? null;
}
