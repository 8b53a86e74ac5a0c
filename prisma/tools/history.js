/**
 * What a database says about its past.
 *
 * @typedef {object} History
 * @property {boolean} empty it holds nothing but, at most, Prisma's own record of migrations
 * @property {{ name: string, state: 'applied' | 'failed' }[]} migrations the recorded ones that were not rolled back
 */

/**
 * Decides what is to be done with a database that has the given past:
 *
 * - `foreign`: something else made its schema; leave it alone
 * - `failed`: `prisma migrate` stopped half-way in it; a person must look
 * - `pending`: migrations are to be applied
 * - `current`: nothing is to be done
 *
 * @param {History} history
 * @param {string[]} ours the names of our migrations
 * @returns {'foreign' | 'failed' | 'pending' | 'current'}
 *
 * @example
 * verdict({ empty: true, migrations: [] }, ['20260101000000_init']); // 'pending'
 */
export function verdict({ empty, migrations }, ours) {
	const recorded = new Set(migrations.map(({ name }) => name));
	// A database may be ahead of us, when an older release was put back. But it must share some of its past with us.
	if (!empty && !ours.some((name) => recorded.has(name))) return 'foreign';
	if (migrations.some(({ state }) => state === 'failed')) return 'failed';
	return ours.every((name) => recorded.has(name)) ? 'current' : 'pending';
}
