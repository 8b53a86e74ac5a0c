import type { PrismaLike } from '../database/types.js';
import { placeholder } from '../database/raw-database.js';
import { rawModelsOf } from '../database/raw-models.js';
import { withFallback } from '../database/with-fallback.js';

/** Deletes the session under a key, and answers how many there were: one, or none. */
export type DeleteSession = (key: string) => Promise<number>;

/**
 * Creates the function that deletes the session with a key. It uses one raw statement, which is faster than Prisma's
 * `deleteMany`. If Prisma has to do more than delete the row, or if the client is unknown, it uses `deleteMany`.
 *
 * @param prisma the app's models, as `modelsOf` gives them
 *
 * @example
 * ```ts
 * const end = createDeleteSession(models);
 * await end(hashToken(token)); // 1
 * ```
 */
export function createDeleteSession(prisma: PrismaLike): DeleteSession {
	const plain: DeleteSession = async (id) =>
		(await prisma.session.deleteMany({ where: { id } })).count;

	const database = rawModelsOf(prisma);
	const table = database?.table('session');
	const key = table?.column('id');
	// There Prisma does what foreign keys would do, such as to delete what belongs to the session.
	if (!database || !table || !key || database.hasRelationsOfPrisma) return plain;
	const text = `DELETE FROM ${table.sql} WHERE ${key.sql} = ${placeholder(database.engine)}`;
	return withFallback((id) => database.execute(text, id), plain);
}
