import { providers } from '../../prisma/tools/provider.js';
import { readCommandLine } from '../tools/command-line.js';

/** @import { Provider } from '../../prisma/tools/provider.js' */

/**
 * @typedef {object} BenchOptions
 * @property {Provider[]} engines
 * @property {number} rounds
 * @property {number} sessions how many are many
 * @property {boolean} isWritten whether the results are written into the repository
 */

const USAGE = `Usage: npm run bench -- [options]
  --rounds <n>          how often everybody takes a turn; default: 40
  --sessions <n>        how many are many; default: 1000000
  --database <engine>   ${providers.join(' or ')}; default: one after the other
  --dry-run             prints the results, and writes nothing

Measures the kit beside Lucia, Better Auth, Auth.js and the driver alone, and writes e2e/bench/results.md and the charts. Takes
six minutes. Have nothing else run meanwhile.`;

/**
 * Reads the command line.
 *
 * @param {string[]} [args] default: this process's
 * @returns {BenchOptions}
 * @throws {MigrationError} with the usage, when it cannot be read
 *
 * @example
 * readOptions(['--rounds', '5']).rounds; // 5
 */
export function readOptions(args) {
	const { rounds, sessions, database, ...switches } = readCommandLine(
		USAGE,
		{
			numbers: { rounds: { default: 40, least: 2 }, sessions: { default: 1_000_000, least: 2000 } },
			switches: ['dry-run']
		},
		args
	);
	return {
		engines: database ? [database] : [...providers],
		rounds,
		sessions,
		// The report has both.
		isWritten: !switches['dry-run'] && !database
	};
}
