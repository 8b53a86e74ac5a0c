import { parseArgs } from 'node:util';
import { MigrationError } from '../../prisma/tools/errors.js';
import { providerOf, providers } from '../../prisma/tools/provider.js';

/** @import { Provider } from '../../prisma/tools/provider.js' */

/**
 * How the load is to be.
 *
 * @typedef {object} LoadOptions
 * @property {number} people
 * @property {number} concurrency how many people act at the same time
 * @property {number} seconds after so many nobody starts anything new
 * @property {number} instances how many processes of the demo share the database
 * @property {Provider} provider the engine of the database
 */

const USAGE = `Usage: npm run load -- [options]
  --people <n>          how many; default: 10000
  --concurrency <n>     how many act at the same time; default: 16
  --seconds <n>         after so many nobody starts anything new; default: 1200
  --instances <n>       how many processes of the demo share the database; default: 1
  --database <engine>   ${providers.join(' or ')}; default: that of DATABASE_URL, or else sqlite

What is stored is stored in a database of the run's own, which is deleted afterwards: a temporary file, or one called
guardian_load_… on the PostgreSQL server of DATABASE_URL. Without such a URL a server is started for the run.`;

/**
 * Reads the command line.
 *
 * @param {string[]} [args] default: this process's
 * @param {string | undefined} [url] default: `DATABASE_URL`
 * @returns {LoadOptions}
 * @throws {MigrationError} with the usage, when it cannot be read
 *
 * @example
 * readOptions(['--people', '500']).people; // 500
 */
export function readOptions(args, url = process.env.DATABASE_URL) {
	const { values } = parse(args);
	const number = (/** @type {'people' | 'concurrency' | 'seconds' | 'instances'} */ name) => {
		const value = Number(values[name]);
		if (Number.isSafeInteger(value) && value > 0) return value;
		throw new MigrationError(`--${name} must be a whole number above 0.\n\n${USAGE}`);
	};
	const engine = values.database ?? (url ? providerOf(url) : 'sqlite');
	const provider = providers.find((provider) => provider === engine);
	if (!provider)
		throw new MigrationError(`--database must be ${providers.join(' or ')}.\n\n${USAGE}`);
	return {
		people: number('people'),
		concurrency: number('concurrency'),
		seconds: number('seconds'),
		instances: number('instances'),
		provider
	};
}

/** @param {string[] | undefined} args */
function parse(args) {
	try {
		return parseArgs({
			...(args && { args }),
			options: {
				people: { type: 'string', default: '10000' },
				concurrency: { type: 'string', default: '16' },
				seconds: { type: 'string', default: '1200' },
				instances: { type: 'string', default: '1' },
				database: { type: 'string' }
			}
		});
	} catch (error) {
		throw new MigrationError(`${/** @type {Error} */ (error).message}\n\n${USAGE}`, {
			cause: error
		});
	}
}
