import { hash, verify } from '@node-rs/argon2';
import { isLuciaHash, verifyLuciaHash } from './lucia-password.js';
import { refusalTime } from './refusal-time.js';

/** argon2id as the OWASP Password Storage Cheat Sheet has it. `algorithm: 2` is argon2id; the enum is types only. */
export const COST = { algorithm: 2, memoryCost: 19456, timeCost: 2, parallelism: 1 } as const;

/** The hash of a random password that was thrown away: checking against it costs what a real check does, and fails. */
export const DECOY =
	'$argon2id$v=19$m=19456,t=2,p=1$P4xk1CdEttxbe9oVIwGB9w$TH2648aouM/NOG2CNzxZ3kFPk8HE+JRJxDlNppbDyUI';

/**
 * Hashes a password with argon2id (m=19456, t=2, p=1), off the event loop. It is normalised to NFKC first, so that the
 * same password typed on another keyboard is the same bytes (NIST SP 800-63B-4, 3.1.1.2), and nothing is cut off.
 *
 * @example
 * ```ts
 * const stored = await hashPassword('correct horse battery staple'); // '$argon2id$v=19$m=19456,t=2,p=1$…'
 * ```
 */
export function hashPassword(password: string): Promise<string> {
	return hash(normalised(password), COST);
}

/**
 * Is this the password behind the stored hash? Without a hash (no such account), and with one that is malformed, the
 * answer is no, after the same work, so that the time taken tells nothing. A hash by Lucia's scrypt is known as well. Where a
 * stored hash costs more or less than ours, a no takes the time of {@link refusalTime}.
 *
 * @example
 * ```ts
 * const ok = await verifyPassword(null, 'whatever'); // false, as slowly as a real check
 * ```
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
	if (stored !== null && !OWN_COST.test(stored)) refusalTime.costsDiffer();
	return await matches(stored, normalised(password));
}

async function matches(stored: string | null, password: string): Promise<boolean> {
	if (stored !== null) {
		if (isLuciaHash(stored)) return await verifyLuciaHash(stored, password);
		try {
			return await verify(stored, password);
		} catch {
			// Not an argon2 hash: falls through to the same work, and to no.
		}
	}
	await verify(DECOY, password);
	return false;
}

/** A hash whose check costs what that of {@link DECOY} does. */
const OWN_COST = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/;

/**
 * Was this hash made another way than ours, or at less cost? Then it is to be made anew as soon as the password is known
 * to be right. One that costs more is left as it is.
 *
 * @example
 * ```ts
 * needsRehash(await hashPassword('correct horse battery staple')); // false
 * ```
 */
export function needsRehash(stored: string): boolean {
	const [, memory, time] = PHC.exec(stored) ?? [];
	return !(Number(memory) >= COST.memoryCost && Number(time) >= COST.timeCost);
}

const normalised = (password: string) => password.normalize('NFKC');
