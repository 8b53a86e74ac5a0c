/** What a database says whose tables are older than the schema: SQLite, PostgreSQL, and Prisma on both. */
const NO_TABLE =
	/\bno such (table|column)\b|\b(table|relation|column)\b.{1,200}\bdoes not exist\b|has no column named/i;
const NO_TABLE_CODES = ['P2021', 'P2022', '42P01', '42703'];

/**
 * What to do about an error of the database that a developer can fix.
 *
 * @returns `''` where nothing is known
 *
 * @example
 * ```ts
 * storeAdvice(new Error('no such table: main.Session')); // ' A table or a column is missing. Migrate …'
 * ```
 */
export function storeAdvice(error: unknown): string {
	if (!(error instanceof Error)) return '';
	const { code } = error as Error & { code?: unknown };
	if (NO_TABLE.test(error.message.slice(-2000)) || NO_TABLE_CODES.includes(String(code)))
		return (
			' A table or a column is missing. Migrate the database: `npx prisma migrate dev`, in production ' +
			'`npx prisma migrate deploy`.'
		);
	if (
		error.name === 'PrismaClientValidationError' &&
		/\bUnknown (argument|field)\b/.test(error.message)
	)
		return ' The generated Prisma client is older than the schema: run `npx prisma generate`.';
	return storeAdvice(error.cause);
}
