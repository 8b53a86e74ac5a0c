/** A database that `init` sets an app up for, as Prisma calls it. */
export type DatabaseName = 'sqlite' | 'postgresql' | 'mysql';

/** How each is called in a question, its driver, and an address to put into DATABASE_URL where one has to. */
export const databases: Record<DatabaseName, { label: string; adapter: string; url?: string }> = {
	sqlite: { label: 'SQLite, in a file beside the app', adapter: '@prisma/adapter-libsql' },
	postgresql: {
		label: 'PostgreSQL',
		adapter: '@prisma/adapter-pg',
		url: 'postgresql://user:password@host:5432/database'
	},
	mysql: {
		label: 'MySQL or MariaDB',
		adapter: '@prisma/adapter-mariadb',
		url: 'mysql://user:password@host:3306/database'
	}
};

/** The names, for a message. */
export const databaseNames = 'sqlite, postgresql or mysql';

/** Whether there is such a database. */
export const isDatabase = (name: string | undefined): name is DatabaseName =>
	name !== undefined && Object.hasOwn(databases, name);
