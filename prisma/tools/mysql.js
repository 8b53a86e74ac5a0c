import { mysqlText } from '../../src/lib/cli/mysql-types.js';

/**
 * The tables of a new database, for MySQL and MariaDB. The schema engine that npm brings knows neither, so it is made of what
 * that engine writes for PostgreSQL.
 *
 * @param {string} sql of a new PostgreSQL database
 * @returns {string}
 */
export const mysqlTables = (sql) =>
	sql
		.replace(/^ {4}"(\w+)" TEXT/gm, (_, name) => `    "${name}" ${mysqlText(name)}`)
		.replaceAll('TIMESTAMP(3)', 'DATETIME(3)')
		.replaceAll('DEFAULT CURRENT_TIMESTAMP', 'DEFAULT CURRENT_TIMESTAMP(3)')
		.replace(/CONSTRAINT "\w+_pkey" PRIMARY KEY/g, 'PRIMARY KEY')
		.replace(/^\);$/gm, ') DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;')
		.replaceAll('"', '`');
