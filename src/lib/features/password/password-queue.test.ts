import { expect, test } from 'vitest';
import { hashesAtOnce } from './password-queue.js';

test.each([
	[undefined, 1, 1],
	[undefined, 2, 1],
	[undefined, 3, 2],
	[undefined, 4, 3],
	[undefined, 64, 3],
	['1', 64, 1],
	['2', 64, 1],
	['8', 64, 7],
	['8', 2, 1],
	['0', 64, 3],
	['-1', 64, 3],
	['', 64, 3],
	['many', 64, 3]
])(
	'RL16, SE2: of %s threads and %i cores hashing takes %i, so that one of each stays free',
	(threads, cores, atOnce) => {
		expect(hashesAtOnce(threads, cores)).toBe(atOnce);
	}
);
