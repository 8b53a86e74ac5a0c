import type { RateLimiterPrisma } from 'rate-limiter-flexible';
import type { PrismaModel } from '../../database/types.js';
import type { AddCounters } from './raw-counters.js';

/** A row as rate-limiter-flexible calls its columns. */
interface Row {
	key: string;
	points: number;
	expire: Date;
}

/**
 * Counts through Prisma's own methods, by rate-limiter-flexible: for clients that cannot be asked by a statement.
 *
 * @example
 * ```ts
 * const add = createPrismaCounters(database.model('rateLimit'));
 * ```
 */
export function createPrismaCounters(model: PrismaModel): AddCounters {
	let loading: Promise<RateLimiterPrisma> | undefined;
	// Seldom needed, and a tenth of the time in which the kit is loaded.
	const load = () =>
		(loading ??= import('rate-limiter-flexible').then(
			({ default: { RateLimiterPrisma } }) =>
				new RateLimiterPrisma({
					...{ storeClient: { rateLimit: renamed(model) }, tableName: 'rateLimit' },
					...{ keyPrefix: '', points: 1, duration: 1, clearExpiredByTimeout: false }
				})
		));

	return async (counters) => {
		const limiter = await load();
		return await Promise.all(
			counters.map(async ({ key, seconds }) => {
				const result = await limiter.penalty(key, 1, { customDuration: seconds });
				return { points: result.consumedPoints, until: Date.now() + result.msBeforeNext };
			})
		);
	};
}

/** How often a row is written again that somebody else wrote at the same moment. */
const ATTEMPTS = 10;

/**
 * Where a database has no upsert of its own, such as MySQL, Prisma asks for the row first: of two that find none, one meets the
 * row of the other (P2002), or a deadlock (P2034). Neither has counted anything then.
 */
async function againOnConflict<T>(work: () => PromiseLike<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await work();
		} catch (error) {
			const code = error instanceof Error && 'code' in error ? error.code : undefined;
			if ((code !== 'P2002' && code !== 'P2034') || attempt === ATTEMPTS) throw error;
		}
	}
}

/** The model under the names that rate-limiter-flexible uses. */
function renamed(model: PrismaModel) {
	const milliseconds = (date: Date) => BigInt(date.getTime());
	return {
		async upsert({
			where,
			create,
			update
		}: {
			where: { key: string };
			create: Row;
			update: object;
		}) {
			const { key, points, expire } = create;
			const row = await againOnConflict<{ points: number; expiresAt: bigint }>(() =>
				model.upsert({
					where: { id: where.key },
					create: { id: key, points, expiresAt: milliseconds(expire) },
					update
				})
			);
			return { key, points: row.points, expire: new Date(Number(row.expiresAt)) };
		},
		deleteMany: ({ where: { key, expire } }: { where: { key: string; expire: { lte: Date } } }) =>
			model.deleteMany({ where: { id: key, expiresAt: { lte: milliseconds(expire.lte) } } })
	};
}
