import type { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Query } from '../../database/query.js';
import type { Count, CounterStore } from './counter-store.js';

/**
 * Creates the store in Redis, by rate-limiter-flexible.
 *
 * @param client of the app's own: from `redis` 4 or later, or `ioredis`
 * @param query limits the time of a call
 *
 * @example
 * ```ts
 * const store = createRedisStore(client, createQuery(1));
 * ```
 */
export function createRedisStore(client: object, query: Query): CounterStore {
	let loading: Promise<RateLimiterRedis> | undefined;
	const load = () =>
		(loading ??= import('rate-limiter-flexible').then(
			({ default: { RateLimiterRedis } }) =>
				new RateLimiterRedis({
					...{ storeClient: client, useRedisPackage: !('defineCommand' in client) },
					...{ keyPrefix: 'guardian', points: 1, duration: 1, rejectIfRedisNotReady: true }
				})
		));
	const ask = <T>(work: (limiter: RateLimiterRedis) => Promise<T>): Promise<T> =>
		query(async () => await work(await load()));
	const countOf = ({ consumedPoints, msBeforeNext }: RateLimiterRes): Count => ({
		points: consumedPoints,
		until: Date.now() + msBeforeNext
	});

	return {
		add: (counters) =>
			Promise.all(
				counters.map(async ({ key, seconds }) =>
					countOf(await ask((limiter) => limiter.penalty(key, 1, { customDuration: seconds })))
				)
			),
		async giveBack(key) {
			const count = await ask((limiter) => limiter.get(key));
			if (count && count.consumedPoints > 0) await ask((limiter) => limiter.reward(key, 1));
		},
		async set({ key, seconds }, points) {
			await ask((limiter) => limiter.set(key, points, seconds));
		},
		async get(key) {
			const count = await ask((limiter) => limiter.get(key));
			return count && countOf(count);
		},
		async remove(keys) {
			await Promise.all(keys.map((key) => ask((limiter) => limiter.delete(key))));
		}
	};
}
