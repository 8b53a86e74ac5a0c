import { parseArgs } from 'node:util';
import { MigrationError } from '../../prisma/tools/errors.js';
import { providers } from '../../prisma/tools/provider.js';

/** @import { ParseArgsConfig } from 'node:util' */
/** @import { Provider } from '../../prisma/tools/provider.js' */

/**
 * Reads the command line of a measurement: whole numbers, an engine, and switches.
 *
 * @template {string} Name
 * @template {string} [Switch=never]
 * @param {string} usage shown with every mistake
 * @param {{ numbers: Record<Name, { default: number, least?: number }>, switches?: readonly Switch[] }} options `least`
 * defaults to 1
 * @param {string[]} [args] default: this process's
 * @returns {Record<Name, number> & Partial<Record<Switch, boolean>> & { database?: Provider }}
 * @throws {MigrationError} with the usage, when it cannot be read
 *
 * @example
 * readCommandLine(USAGE, { numbers: { rounds: { default: 40 } } }, ['--rounds', '5']).rounds; // 5
 */
export function readCommandLine(usage, { numbers, switches = [] }, args) {
	const misuse = (/** @type {string} */ message) => new MigrationError(`${message}\n\n${usage}`);
	/** @type {[string, { default: number, least?: number }][]} */
	const all = Object.entries(numbers);
	const values = parse(
		{
			...(args && { args }),
			options: {
				database: { type: 'string' },
				...Object.fromEntries(all.map(([name]) => [name, { type: 'string' }])),
				...Object.fromEntries(switches.map((name) => [name, { type: 'boolean' }]))
			}
		},
		misuse
	);
	const { database } = values;
	if (database !== undefined && !providers.some((name) => name === database)) {
		throw misuse(`--database must be ${providers.join(' or ')}.`);
	}
	const read = all.map(([name, { default: usual, least = 1 }]) => {
		const value = Number(values[name] ?? usual);
		if (Number.isSafeInteger(value) && value >= least) return [name, value];
		throw misuse(`--${name} must be a whole number from ${least} on.`);
	});
	return { ...values, ...Object.fromEntries(read) };
}

/**
 * @param {ParseArgsConfig} config
 * @param {(message: string) => Error} misuse
 */
function parse(config, misuse) {
	try {
		return /** @type {Record<string, unknown>} */ (parseArgs(config).values);
	} catch (error) {
		throw misuse(/** @type {Error} */ (error).message);
	}
}
