const SCHEMES = ['postgres:', 'postgresql:', 'socket:'];

/**
 * What is wrong with a URL that the driver would read otherwise than it was meant, such as one with `#` in its password.
 *
 * @param {string | undefined} url
 * @returns {string | null} a sentence for the developer
 *
 * @example
 * pgUrlMistake('postgresql://ada:se#cret@db.example/app'); // 'The URL of the database cannot be read. …'
 */
export function pgUrlMistake(url) {
	if (url === undefined || url === '')
		return 'There is no URL of the database. Set DATABASE_URL, such as postgresql://user:password@host:5432/database.';
	if (/^['"]|['"]$/.test(url))
		return 'The URL of the database is in quotation marks, which Docker’s --env-file takes for a part of it. Write DATABASE_URL without them.';
	if (/^prisma(\+postgres)?:/.test(url))
		return 'The URL of the database is one of Prisma’s own, which only Prisma’s servers understand. Set DATABASE_URL to the direct one: Prisma’s console has it, and `prisma dev` prints it. It begins with postgres://.';
	// A socket, as `/var/run/postgresql database`.
	if (url.startsWith('/')) return null;
	// The driver takes a URL without a host, which is none to Node.
	const parsed = [url, url.replace('@/', '@localhost/')].find((each) => URL.canParse(each));
	const {
		protocol = '',
		hash = '',
		pathname = '',
		search = ''
	} = parsed === undefined ? {} : new URL(parsed);
	// With `12#3` as its password, `ada` is the host, 12 the port, and the host stands behind.
	const isWhole = hash === '' && !`${pathname}${search}`.includes('@');
	if (SCHEMES.includes(protocol) && isWhole) return null;
	return 'The URL of the database cannot be read. In DATABASE_URL, write special characters of the user and the password as percent codes: # as %23, / as %2F, ? as %3F, % as %25. It begins with postgresql://.';
}

/**
 * What the PostgreSQL driver needs beside the URL itself. The parameters `schema` and
 * `connection_limit` are Prisma's own: the driver does not know them.
 * JavaScript, because the programs that run the migrations read their URL with it as well.
 *
 * @param {string} url
 * @returns {{ schema: string | undefined, config: { connectionString: string, options?: string, max?: number } }}
 *
 * @example
 * readPgUrl('postgresql://db.example/app?schema=auth').schema; // 'auth'
 */
export function readPgUrl(url) {
	// What is no URL to Node may be one to the driver, which says so where it is not.
	const parameters = URL.canParse(url) ? new URL(url).searchParams : new URLSearchParams();
	const schema = parameters.get('schema');
	const limit = Number(parameters.get('connection_limit'));
	return {
		schema: schema ?? undefined,
		config: {
			connectionString: url,
			// Prisma's own, too: how many connections there may be.
			...(Number.isInteger(limit) && limit > 0 && { max: limit }),
			// Migrations name no schema. Without the parameter nothing is sent, which connection poolers may refuse.
			...(schema && {
				options: `-c search_path=${JSON.stringify(schema).replace(/[\\ ]/g, '\\$&')}`
			})
		}
	};
}
