import { MigrationError } from '../../prisma/tools/errors.js';
import { providerOf, providers } from '../../prisma/tools/provider.js';
import { readCommandLine } from '../tools/command-line.js';

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
 * @property {boolean} faults whether connections are cut and the database refuses new ones, again and again
 */

const USAGE = `Usage: npm run load -- [options]
  --people <n>          how many; default: 10000
  --concurrency <n>     how many act at the same time; default: 16
  --seconds <n>         after so many nobody starts anything new; default: 1200
  --instances <n>       how many processes of the demo share the database; default: 1
  --faults              every few seconds all connections are cut, and for a second none is accepted; PostgreSQL only
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
	const {
		database: provider = url ? providerOf(url) : 'sqlite',
		faults = false,
		...numbers
	} = readCommandLine(
		USAGE,
		{
			numbers: {
				people: { default: 10_000 },
				concurrency: { default: 16 },
				seconds: { default: 1200 },
				instances: { default: 1 }
			},
			switches: ['faults']
		},
		args
	);
	if (faults && provider !== 'postgresql') {
		throw new MigrationError(`--faults needs --database postgresql.\n\n${USAGE}`);
	}
	return { ...numbers, faults, provider };
}
