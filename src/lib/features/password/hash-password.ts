import { z } from 'zod';
import { readArguments, say } from '../../arguments.js';
import { GuardianError } from '../../errors.js';
import { hashPassword as hash, verifyPassword as verify } from './password.js';
import { passwordQueue } from './password-queue.js';
import { refusalTime } from './refusal-time.js';

/** The options of {@link hashPassword} and {@link verifyPassword}. */
export interface PasswordWorkOptions {
	/** Aborts when nobody needs the result any more: work that has not begun is dropped. Default: never. */
	signal?: AbortSignal | undefined;
}

const password = z.string(say('Pass the password as the person has typed it.'));
const options = z
	.object({ signal: z.instanceof(AbortSignal).optional() }, say('Pass `{ signal }`, or nothing.'))
	.default({});
const toHash = z.object({ password, options });
const toVerify = z.object({
	passwordHash: z.string(say('Pass the stored hash, or null where there is none.')).nullable(),
	password,
	options
});

/**
 * Hashes a password for `User.passwordHash`: argon2id with the parameters of the OWASP Password Storage Cheat Sheet, after
 * NFKC normalization. It uses the same queue as sign-ins, so many calls at once cannot block the server.
 *
 * @throws {GuardianError} `ARGUMENT_INVALID`; `TOO_BUSY` when too many wait already, or after 3 seconds in the queue
 *
 * @example
 * ```ts
 * import { hashPassword } from 'svelte-guardian';
 *
 * const passwordHash = await hashPassword('correct horse battery staple');
 * ```
 */
export async function hashPassword(
	password: string,
	options: PasswordWorkOptions = {}
): Promise<string> {
	const given = readArguments('hashPassword()', toHash, { password, options });
	return inTurn(() => hash(given.password), given.options);
}

/**
 * Checks a password against a stored hash. Without a hash, or with a malformed one, it does the same work and returns
 * `false`, so the time reveals nothing. Once this process has met a hash of another cost, such as Lucia's, each `false` takes a
 * multiple of 250 ms.
 *
 * @throws {GuardianError} `ARGUMENT_INVALID`; `TOO_BUSY` when too many wait already, or after 3 seconds in the queue
 *
 * @example
 * ```ts
 * import { verifyPassword } from 'svelte-guardian';
 *
 * const isRight = await verifyPassword(null, 'whatever'); // false
 * ```
 */
export async function verifyPassword(
	passwordHash: string | null,
	password: string,
	options: PasswordWorkOptions = {}
): Promise<boolean> {
	const given = readArguments('verifyPassword()', toVerify, { passwordHash, password, options });
	let startedAt = 0;
	const isRight = await inTurn(() => {
		startedAt = performance.now();
		return verify(given.passwordHash, given.password);
	}, given.options);
	if (!isRight) await refusalTime.wait(startedAt);
	return isRight;
}

async function inTurn<T>(work: () => Promise<T>, { signal }: PasswordWorkOptions): Promise<T> {
	const outcome = await passwordQueue.run(work, signal);
	if (!outcome.done) throw new GuardianError('TOO_BUSY');
	return outcome.value;
}
