import { z } from 'zod';
import { readArguments, say } from '../../arguments.js';
import { defineFeature } from '../../feature.js';
import type { DeliveryResult } from '../../outbox/outbox.js';
import { createMailQueue, type PendingMail } from './mail-queue.js';
import { outboxModels } from './outbox-model.js';
import { readEmailOptions, type EmailOptions } from './options.js';

const COUNT = say('Pass a whole number: a limit from 1 to 1000, an offset from 0.');
const PAGE = z.object({
	limit: z.int(COUNT).min(1, COUNT).max(1000, COUNT).default(100),
	offset: z.int(COUNT).min(0, COUNT).default(0)
});
const LIMIT = say('Pass a whole number from 1 to 10000.');
const SECONDS = say('Pass a number of seconds from 1 to 3600.');
const BOUNDS = z.object({
	limit: z.int(LIMIT).min(1, LIMIT).max(10_000, LIMIT).default(1000),
	seconds: z.number(SECONDS).min(1, SECONDS).max(3600, SECONDS).default(20)
});

/** What one call of `auth.email.deliver()` does at most. */
export interface DeliverOptions {
	/** How many mails. Default: 1000. */
	limit?: number | undefined;
	/** After how many seconds no further one is begun. Default: 20. */
	seconds?: number | undefined;
}

/** What an app finds under `auth.email`. */
export interface EmailApi {
	/**
	 * Sends the mails that are due, for a cron job: where no instance runs for long, as on serverless platforms. Any number of
	 * calls and instances may run at once.
	 *
	 * @throws {GuardianError} `STORE_UNAVAILABLE` when the database does not answer; `ARGUMENT_INVALID` for a bound that is wrong
	 */
	deliver(options?: DeliverOptions): Promise<DeliveryResult>;
	/**
	 * The mails that are not sent yet, the earliest first.
	 *
	 * @throws {GuardianError} as above
	 */
	pending(page?: {
		limit?: number | undefined;
		offset?: number | undefined;
	}): Promise<PendingMail[]>;
}

/**
 * E-mail, as a feature: mails are rows of your database first, and are sent after the response.
 *
 * @throws {GuardianError} `CONFIG_INVALID`, naming each option that is wrong and what to write instead
 *
 * @example
 * ```ts
 * // src/lib/server/auth.ts
 * import { guardianAuth } from 'svelte-guardian';
 * import { email, smtp } from 'svelte-guardian/email';
 * import { LibSql } from 'svelte-guardian/libsql';
 * import { PrismaClient } from '../../generated/prisma/client.js';
 *
 * export const auth = guardianAuth({
 * 	prisma: new PrismaClient({ adapter: new LibSql({ url: 'file:./prisma/dev.db' }) }),
 * 	features: [
 * 		email({
 * 			send: smtp(process.env.SMTP_URL ?? 'smtp://localhost:1025'),
 * 			from: 'My App <no-reply@example.com>',
 * 			origin: process.env.ORIGIN ?? 'http://localhost:5173'
 * 		})
 * 	]
 * });
 * ```
 */
export function email(options: EmailOptions) {
	const config = readEmailOptions(options);
	return defineFeature({
		id: 'email',
		models: outboxModels,
		setup(context) {
			const queue = createMailQueue({
				...config,
				database: context.database,
				compose: {},
				onFailed: (failed) => context.emit({ type: 'emailFailed', ...failed, event: null })
			});
			const api: EmailApi = {
				deliver: async (bounds = {}) =>
					await queue.deliver(readArguments('email.deliver()', BOUNDS, bounds)),
				pending: async (page = {}) =>
					await queue.pending(readArguments('email.pending()', PAGE, page))
			};
			return { api, deleteExpired: queue.deleteExpired, close: queue.close };
		}
	});
}
