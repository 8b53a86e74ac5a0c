import { createHash } from 'node:crypto';

/** A statement, as far as its name depends on it. */
interface Statement {
	sql: string;
	args: unknown[];
}

/** The texts whose length depends on how many values there are: lists, and inserts of several rows. */
const VARIABLE_LENGTH = /\bIN \(\$\d+,|\), ?\(\$\d+/;

/**
 * Makes the function that names statements for PostgreSQL. A statement with a name stays planned in each connection until
 * that ends, which is faster but takes memory in the server. So only the first `limit` different texts get a name, and none
 * whose length a visitor may choose, such as `IN ($1,$2,…)`. Statements without values get none, because several at
 * once, as a script may be, can have none.
 *
 * @param limit how many different texts get a name
 *
 * @example
 * ```ts
 * const nameOf = statementNames(500);
 * nameOf({ sql: 'SELECT $1', args: [1] }); // 43 characters; PostgreSQL takes 63
 * ```
 */
export function statementNames(limit: number): (statement: Statement) => string {
	const names = new Map<string, string>();
	return ({ sql, args }) => {
		if (args.length === 0) return '';
		const known = names.get(sql);
		if (known !== undefined) return known;
		if (names.size >= limit || VARIABLE_LENGTH.test(sql)) return '';
		const name = createHash('sha256').update(sql).digest('base64url');
		names.set(sql, name);
		return name;
	};
}
