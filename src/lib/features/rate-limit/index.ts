import type { RequestEvent } from '@sveltejs/kit';
import type { AuthContext } from '../../context.js';
import { StoreError } from '../../database/query.js';
import type { Hooks } from '../../events.js';
import { report } from '../../report.js';
import { createAddressOf } from './client-address.js';
import { createCounters } from './counters.js';
import { createDatabaseStore } from './database-store.js';
import { createDeviceProofs, PROOF_SECONDS } from './device-proofs.js';
import { createKeyedHash } from './keyed-hash.js';
import { createLimitFunction } from './limit-function.js';
import { accountKeys, createLimiter, provenSinceKey } from './limiter.js';
import { createMemoryStore } from './memory-store.js';
import { rateLimitModels } from './rate-limit-model.js';
import { createRedisStore } from './redis-store.js';

const NOT_MIGRATED =
	'Rate limits are counted in the memory of this process, because your Prisma schema has no model `RateLimit`: other ' +
	'instances do not see them, and a restart forgets them. Take the model over from ' +
	'node_modules/svelte-guardian/prisma/guardian.prisma, migrate, and run `prisma generate`.';

let hasWarned = false;

/** Once in a process, however many `guardianAuth()` there are. */
function warnOnce() {
	if (!hasWarned) report(NOT_MIGRATED);
	hasWarned = true;
}

/**
 * Rate limits and lockout, as a feature: always installed, and without effect with `limits: false`.
 *
 * @example
 * ```ts
 * const { api } = rateLimitFeature<User>().setup(context);
 * await api.limit('contact', { cookies, points: 5, seconds: 3600 });
 * ```
 */
export const rateLimitFeature = <User extends { id: string }>() => ({
	id: 'rate-limit' as const,
	models: rateLimitModels,
	setup(context: AuthContext<User>) {
		const { config, database, users, requests } = context;
		const { limits } = config;
		const loadHash = createKeyedHash(context.sealing);
		const addressOf = createAddressOf();
		if (limits === false) {
			return { api: { limit: createLimitFunction(context, null, loadHash, addressOf) } };
		}

		const isStored = limits.redis === undefined && database.hasModel('rateLimit');
		const stored = isStored ? createDatabaseStore(config.prisma, database) : null;
		if (!stored && !limits.redis) warnOnce();
		const redis = limits.redis ? createRedisStore(limits.redis, database.query) : null;
		const counters = createCounters(stored ?? redis ?? createMemoryStore());
		const proofs = createDeviceProofs(config);

		/** In the browser of the user who has made the change: its session stands, while a reset ends every one. */
		async function keepProof(userId: string, event: RequestEvent): Promise<void> {
			const state = requests.of(event.cookies);
			const { identity } = state;
			if (identity.status !== 'signed-in' || identity.user.id !== userId) return;
			const where = { id: identity.key };
			const rows: object[] = await database.query(() =>
				database.model('session').findMany({ where, select: { id: true }, take: 1 })
			);
			// Later than the change, by which the earlier ones are void.
			if (rows.length > 0) proofs.give(state, userId, await loadHash(), Date.now() + 1);
		}

		const hooks: Hooks<User> = {
			async afterSignIn({ user, event }) {
				proofs.give(requests.of(event.cookies), user.id, await loadHash());
			},
			/** A recovery, or a change by whoever knows the secret: what was counted, and who had proven what, is over. */
			async credentialsChanged({ userId, event }) {
				const hash = await loadHash();
				const key = provenSinceKey(hash, userId);
				await counters.set({ key, seconds: PROOF_SECONDS }, 1);
				try {
					const email = await users.emailOf(userId);
					if (email === null) return;
					const { tries, inARow } = accountKeys(hash, email);
					await counters.remove([tries, inARow]);
					if (event) await keepProof(userId, event);
				} catch (error) {
					if (!(error instanceof StoreError)) throw error;
					report('The failed tries of an account could not be forgotten.', error);
				}
			}
		};
		return {
			api: { limit: createLimitFunction(context, counters, loadHash, addressOf) },
			hooks,
			limiter: createLimiter({
				...{ context, counters, loadHash, proofs, addressOf },
				...{ account: limits.account, failuresInARow: limits.failuresInARow || null }
			}),
			...(stored && { deleteExpired: stored.deleteExpired })
		};
	}
});
