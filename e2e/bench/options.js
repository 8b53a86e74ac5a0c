import { parseArgs } from 'node:util';
import { MigrationError } from '../../prisma/tools/errors.js';
import { providers } from '../../prisma/tools/provider.js';

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
	const values = parse(args);
	const number = (/** @type {'rounds' | 'sessions'} */ name, /** @type {number} */ least) => {
		const value = Number(values[name]);
		if (Number.isSafeInteger(value) && value >= least) return value;
		throw new MigrationError(`--${name} must be a whole number from ${least} on.\n\n${USAGE}`);
	};
	const engines = providers.filter(
		(name) => values.database === undefined || values.database === name
	);
	if (!engines.length)
		throw new MigrationError(`--database must be ${providers.join(' or ')}.\n\n${USAGE}`);
	return {
		engines,
		rounds: number('rounds', 2),
		sessions: number('sessions', 2000),
		// The report has both.
		isWritten: !values['dry-run'] && engines.length === providers.length
	};
}

/** @param {string[] | undefined} args */
function parse(args) {
	try {
		return parseArgs({
			...(args && { args }),
			options: {
				rounds: { type: 'string', default: '40' },
				sessions: { type: 'string', default: '1000000' },
				database: { type: 'string' },
				'dry-run': { type: 'boolean', default: false }
			}
		}).values;
	} catch (error) {
		throw new MigrationError(`${/** @type {Error} */ (error).message}\n\n${USAGE}`, {
			cause: error
		});
	}
}
