import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;
/** 200 random bits in base32, or as many letters and digits. Never the shape of a hash, which is 64 hex characters. */
const LUCIA_SHAPE = /^[a-z0-9]{40}$/;

/**
 * A new session token: 256 random bits, base64url. OWASP ASVS 5.0, 7.2.3 asks for 128.
 *
 * @example
 * ```ts
 * const token = createToken(); // 'ZkQ…', 43 characters
 * ```
 */
export function createToken(): string {
	return randomBytes(BYTES).toString('base64url');
}

/**
 * A random name for a session that is safe to show: it is generated independently of the token, so it cannot be used to sign
 * in.
 *
 * @example
 * ```ts
 * const id = createPublicId(); // 'b3…', 22 characters
 * ```
 */
export function createPublicId(): string {
	return randomBytes(16).toString('base64url');
}

/**
 * The public id of a session that replaces another in its browser. Two sign-ins at once with one cookie give their sessions the
 * same id, by which the later finds the earlier and ends it. It is a hash of what the database holds, and opens nothing.
 *
 * @param key the hash of the token that both sign-ins presented
 *
 * @example
 * ```ts
 * const id = successorId(hashToken(token)); // 'Yx…', 22 characters
 * ```
 */
export function successorId(key: string): string {
	return createHash('sha256').update(`successor:${key}`).digest('base64url').slice(0, 22);
}

/**
 * Could this be a token that Lucia 3 made, in an app that has moved here?
 *
 * @example
 * ```ts
 * isLuciaToken('6c4hv5bjuihgcfbtzuhnvtjsbb7ovr4vbxwyoxkx'); // true
 * ```
 */
export function isLuciaToken(value: string): boolean {
	return LUCIA_SHAPE.test(value);
}

/**
 * Could this be a token of ours? A cookie that could not is refused without asking the database.
 *
 * @example
 * ```ts
 * isToken('garbage'); // false
 * ```
 */
export function isToken(value: string): boolean {
	return SHAPE.test(value) || isLuciaToken(value);
}

/**
 * What the database holds in place of the token: its SHA-256, hex. A token has 256 bits of its own, so neither a salt nor a
 * slow hash is needed. The hash in the table cannot be used to sign in.
 *
 * @example
 * ```ts
 * const row = hashToken(createToken()); // 64 hex characters
 * ```
 */
export function hashToken(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}
