import { failures, type FailureCode } from './errors.js';
import type { Failure } from './types.js';

/**
 * An expected failure as a value.
 *
 * @example
 * ```ts
 * failure('INVALID_CREDENTIALS'); // { ok: false, code: 'INVALID_CREDENTIALS', error: '…' }
 * ```
 */
export function failure(code: FailureCode): Failure {
	return { ok: false, code, error: failures[code].message };
}
