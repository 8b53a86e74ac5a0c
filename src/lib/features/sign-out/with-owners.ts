import type { AuthContext } from '../../context.js';
import { RETRY_TIMEOUT_SECONDS, StoreError } from '../../database/query.js';
import type { AfterSignOutEvent } from '../../events.js';
import { emitAfterSignOut } from '../../hooks.js';
import type { Credential } from '../../http/request-auth.js';
import { openOwner } from '../../sessions/session-owner.js';
import { hashToken } from '../../sessions/session-token.js';
import type { Ending, Revocation, SessionName } from '../../sessions/revoke.js';

/** Sessions to revoke with one statement, and what their event says. */
export interface Part<User> {
	/** `null` where there is nothing that could be meant. */
	revocation: Revocation | null;
	user: User | null;
	ending: Ending;
}

/** What finds out the owners of sessions. */
type Owners<User> = Pick<AuthContext<User>, 'sessions' | 'hooks'>;

/**
 * Looks up whose sessions a browser presents beside the one that it is signed in with, where a hook is to be told. Each part
 * is then of one user. Where the database does not answer, they stay as they are: it knows no owner either.
 *
 * @example
 * ```ts
 * const parts = await withOwners(context, [{ revocation: { scope: 'tokens', names }, user: null, ending }]);
 * ```
 */
export async function withOwners<User>(
	{ sessions, hooks }: Owners<User>,
	parts: Part<User>[]
): Promise<Part<User>[]> {
	const names = parts.filter(isUnknown).flatMap(namesOf);
	if (names.length === 0 || !hooks.hasAny('afterSignOut')) return parts;
	try {
		const owners = await sessions.ownersOf(names, { timeoutSeconds: RETRY_TIMEOUT_SECONDS });
		return parts.flatMap((part) => (isUnknown(part) ? byOwner(part, owners) : part));
	} catch (error) {
		if (!(error instanceof StoreError)) throw error;
		return parts;
	}
}

/**
 * Takes from the cookie of a session whose it is: nothing but the cookie says so while the database does not answer.
 *
 * @example
 * ```ts
 * const part = await withSealedOwner(context, main, credentials);
 * ```
 */
export async function withSealedOwner<User>(
	{ sealing }: Pick<AuthContext<User>, 'sealing'>,
	part: Part<User>,
	credentials: readonly Credential[]
): Promise<Part<User>> {
	const { revocation, ending } = part;
	if (revocation?.scope !== 'current' || ending.userId !== null) return part;
	const { owner } = credentials.find(({ token }) => hashToken(token) === revocation.key) ?? {};
	if (owner === undefined) return part;
	try {
		const sealed = await openOwner(sealing, owner);
		const userId = sealed?.key === revocation.key ? sealed.userId : null;
		return { ...part, ending: { ...ending, userId } };
	} catch (error) {
		// The secret is in the database, too.
		if (!(error instanceof StoreError)) throw error;
		return part;
	}
}

/**
 * Tells the hooks that a part has ended.
 *
 * @example
 * ```ts
 * await announce(hooks, part, 1);
 * ```
 */
export const announce = <User>(
	hooks: Owners<User>['hooks'],
	{ user, ending }: Part<User>,
	revoked: number
): Promise<void> => {
	const event: Omit<AfterSignOutEvent<User>, 'type'> = { ...ending, user, revoked };
	return emitAfterSignOut(hooks, event);
};

const isUnknown = ({ ending }: Part<unknown>) => ending.userId === null;

function namesOf({ revocation }: Part<unknown>): SessionName[] {
	if (revocation?.scope === 'tokens') return revocation.names;
	return revocation?.scope === 'current' ? [revocation] : [];
}

function byOwner<User>(part: Part<User>, owners: Map<string, string>): Part<User>[] {
	const { revocation, ending } = part;
	const ownedBy = (name: SessionName) => owners.get(name.key) ?? null;
	if (revocation?.scope === 'current') {
		return [{ ...part, ending: { ...ending, userId: ownedBy(revocation) } }];
	}
	if (revocation?.scope !== 'tokens') return [part];
	return [...new Set(revocation.names.map(ownedBy))].map((userId) => {
		const names = revocation.names.filter((name) => ownedBy(name) === userId);
		return { ...part, revocation: { scope: 'tokens', names }, ending: { ...ending, userId } };
	});
}
