/**
 * What the PostgreSQL driver needs beside the URL itself. The parameter `schema` is Prisma's own: the driver does not know it.
 * JavaScript, because the programs that run the migrations read their URL with it as well.
 *
 * @param {string} url
 * @returns {{ schema: string | undefined, config: { connectionString: string, options?: string } }}
 *
 * @example
 * readPgUrl('postgresql://db.example/app?schema=auth').schema; // 'auth'
 */
export function readPgUrl(url) {
	// What is no URL to Node may be one to the driver, which says so where it is not.
	const schema = URL.canParse(url) ? new URL(url).searchParams.get('schema') : null;
	return {
		schema: schema ?? undefined,
		config: {
			connectionString: url,
			// Migrations name no schema. Without the parameter nothing is sent, which connection poolers may refuse.
			...(schema && {
				options: `-c search_path=${JSON.stringify(schema).replace(/[\\ ]/g, '\\$&')}`
			})
		}
	};
}
