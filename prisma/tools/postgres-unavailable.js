import { MigrationError } from './errors.js';

/**
 * No PostgreSQL server can be had for the tests. Its message is one line; what the server wrote is in `cause`.
 *
 * `'unsupported'`: npm has no PostgreSQL for this platform, so it cannot be fixed here. `'failed'`: there is one, and it
 * does not start.
 */
export class PostgresUnavailable extends MigrationError {
	/**
	 * @param {'unsupported' | 'failed'} reason
	 * @param {string} message
	 * @param {ErrorOptions} [options]
	 */
	constructor(reason, message, options) {
		super(message, options);
		this.reason = reason;
	}
}

/**
 * Whether the tests may run without PostgreSQL, with those that need it skipped. On a developer's machine they may. In CI
 * a server that does not start is a failure, because nobody reads which tests were skipped there.
 *
 * @param {PostgresUnavailable['reason']} reason
 * @param {string | undefined} ci the variable `CI`
 * @returns {boolean}
 *
 * @example
 * mayDoWithout('failed', 'true'); // false
 */
export function mayDoWithout(reason, ci) {
	return reason === 'unsupported' || !ci || ci === 'false';
}
