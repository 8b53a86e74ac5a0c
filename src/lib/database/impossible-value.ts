/**
 * P2007: PostgreSQL does not compare a column with what cannot be one of its values, such as a word with a `uuid`. No row has
 * such a value.
 *
 * @example
 * ```ts
 * try {
 * 	return await prisma.user.findMany({ where: { id } });
 * } catch (error) {
 * 	if (isImpossibleValue(error)) return [];
 * 	throw error;
 * }
 * ```
 */
export const isImpossibleValue = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && error.code === 'P2007';
