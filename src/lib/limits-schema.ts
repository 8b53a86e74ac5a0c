import { z } from 'zod';

/** The longest window of a limit. */
const MAX_QUOTA_SECONDS = 30 * 24 * 60 * 60;

const wholeNumber = z
	.int('write a whole number of 1 or more.')
	.min(1, 'write a whole number of 1 or more.');
const quota = (points: number, seconds: number) =>
	z
		.strictObject({
			points: wholeNumber,
			seconds: wholeNumber.max(MAX_QUOTA_SECONDS, `write at most ${MAX_QUOTA_SECONDS} seconds.`)
		})
		.default({ points, seconds });

const IN_A_ROW = 'write a whole number from 20 to 100, or false.';

/** The option `limits`. */
export const limits = z
	.union(
		[
			z.literal(false),
			z.strictObject({
				signIn: quota(30, 60),
				signUp: quota(20, 60),
				account: quota(5, 300),
				failuresInARow: z
					.union([z.literal(false), z.int().min(20).max(100)], IN_A_ROW)
					.default(100),
				redis: z
					.custom<object>(
						(client) => typeof client === 'object' && client !== null,
						'pass a client of `redis` or `ioredis`.'
					)
					.optional()
			})
		],
		'write false, or options such as { account: { points: 5, seconds: 300 } }.'
	)
	.prefault({});
