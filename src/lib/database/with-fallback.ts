/**
 * Does something by a statement of our own as long as that is as good as Prisma's way. A value that the short way cannot be
 * sure of (`undefined`), or a statement that the database does not take, ends it for good: Prisma is asked instead, then
 * and from then on.
 *
 * @example
 * ```ts
 * const find = withFallback(byOneStatement, (key) => prisma.session.findUnique({ where: { id: key } }));
 * ```
 */
export function withFallback<Answer>(
	short: (key: string) => Promise<Answer | undefined>,
	plain: (key: string) => Promise<Answer>
): (key: string) => Promise<Answer> {
	let isSure = true;
	return async (key) => {
		if (isSure) {
			try {
				const answer = await short(key);
				if (answer !== undefined) return answer;
			} catch (error) {
				if (!isRefusal(error)) throw error;
			}
		}
		const answer = await plain(key);
		// Not before: where Prisma cannot be answered either, it was not the statement's fault.
		isSure = false;
		return answer;
	};
}

/** The database is there and does not take the statement, say because it may not see a table under this name. */
function isRefusal(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	// Prisma puts the driver's error into its own, where the statement has gone through its client.
	const { meta } = error as { meta?: { driverAdapterError?: { cause?: unknown } } };
	const fromDriver = error.name === 'DriverAdapterError' ? error : meta?.driverAdapterError;
	const { kind = '', code = '' } = (fromDriver?.cause ?? {}) as { kind?: string; code?: string };
	return (
		['TableDoesNotExist', 'ColumnNotFound', 'sqlite'].includes(kind) ||
		// Class 42: syntax error or access rule violation. Class 54: a limit, such as how many columns there are.
		(kind === 'postgres' && /^(42|54)/.test(code))
	);
}
