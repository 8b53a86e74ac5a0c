/**
 * The types of columns in MySQL and MariaDB that are not Prisma's own `VARCHAR(191)`. An email has up to 254 characters, and
 * JSON more than fits a column with an index.
 *
 * @type {Record<string, { prisma: string, sql: string }>}
 */
const TYPES = {
	data: { prisma: '@db.Text', sql: 'TEXT' },
	email: { prisma: '@db.VarChar(255)', sql: 'VARCHAR(255)' },
	to: { prisma: '@db.VarChar(255)', sql: 'VARCHAR(255)' }
};

/**
 * The kit's models for MySQL and MariaDB: texts get columns that are long enough.
 *
 * @param {string} models in the language of Prisma's schema
 * @returns {string}
 *
 * @example
 * withMysqlTypes('\tdata String\n'); // '\tdata String @db.Text\n'
 */
export const withMysqlTypes = (models) =>
	models.replace(/^[ \t]+(\w+)[ \t]+String\b(?!.*@db\.).*$/gm, (line, name) =>
		TYPES[name] ? `${line.trimEnd()} ${TYPES[name].prisma}` : line
	);

/**
 * The SQL type of a text column.
 *
 * @param {string} column
 * @returns {string}
 *
 * @example
 * mysqlText('id'); // 'VARCHAR(191)'
 */
export const mysqlText = (column) => TYPES[column]?.sql ?? 'VARCHAR(191)';
