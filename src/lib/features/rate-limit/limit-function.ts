import { z } from 'zod';
import { cookiesOf, readArguments, say } from '../../arguments.js';
import type { AuthContext } from '../../context.js';
import type { LimitOptions, LimitResult } from '../../types.js';
import type { Counters } from './counters.js';
import type { KeyedHash } from './keyed-hash.js';
import { tooMany } from './limiter.js';

const NAME = say("Pass a name of your own, such as 'contact'.");
const COUNT = say('Pass a whole number of 1 or more.');

const schema = z.object({
	name: z.string(NAME).min(1, NAME).max(100, NAME),
	points: z.int(COUNT).min(1, COUNT),
	seconds: z.int(COUNT).min(1, COUNT),
	key: z
		.string(say('Pass a text, or leave it out.'))
		.min(1, say('Pass a text, or leave it out.'))
		.optional()
});

/**
 * Creates `auth.limit()`.
 *
 * @param counters `null` with `limits: false`: then nothing is limited
 *
 * @example
 * ```ts
 * const limit = createLimitFunction(context, counters, loadHash, addressOf);
 * ```
 */
export function createLimitFunction(
	{ requests }: Pick<AuthContext<{ id: string }>, 'requests'>,
	counters: Counters | null,
	loadHash: () => Promise<KeyedHash>,
	addressOf: (event: ReturnType<typeof requests.of>['event']) => string | null
): (name: string, options: LimitOptions) => Promise<LimitResult> {
	return async (name, options) => {
		const state = requests.of(cookiesOf(options));
		const { points, seconds, key } = readArguments('limit()', schema, { ...options, name });
		const { identity, event } = state;
		const user = identity.status === 'signed-in' ? `user ${identity.user.id}` : null;
		const who = key !== undefined ? `key ${key}` : (user ?? addressOf(event));
		if (!counters || who === null) return { ok: true };
		const hash = await loadHash();
		const counter = { key: hash(`limit ${name}`, who), points, seconds };
		const reached = await counters.take([counter]);
		if (reached.length === 0) return { ok: true };
		const { code, error, retryAfter } = tooMany(reached);
		return { ok: false, code, error, retryAfter: retryAfter! };
	};
}
