import { hkdfSync } from 'node:crypto';

/** What is sealed: plain JSON. Whoever opens it checks its shape. */
export type SealedData = Readonly<Record<string, unknown>>;

/** Encrypts data that a browser keeps for the server: see {@link createSealing}. */
export interface Sealing {
	/**
	 * Encrypts and authenticates data. The result has only characters that cookies and addresses carry as they are.
	 *
	 * @param purpose what the text is for, such as `pending-sign-out`: it opens for no other purpose
	 * @param lifetime how long it opens, in seconds
	 * @throws {StoreError} when the secret is kept in the database and could not be read
	 */
	seal(purpose: string, data: SealedData, lifetime: number): Promise<string>;
	/**
	 * The data of a sealed text; `null` for one that is forged, changed, expired, or sealed for another purpose or with
	 * another secret.
	 *
	 * @throws {StoreError} as above
	 */
	open(purpose: string, text: string): Promise<SealedData | null>;
	/**
	 * A key for keyed hashes, derived from the first secret.
	 *
	 * @param purpose of the hashes: each has a key of its own
	 * @throws {StoreError} as above
	 */
	hashKey(purpose: string): Promise<Uint8Array>;
	/** Loads the secret, so that later calls do not need the database. It does not throw. */
	prepare(): Promise<void>;
}

/** Loaded by the first use: a cold start has nothing to seal. */
const loadJose = () => import('jose');

/** A longer text is not opened: no cookie or address has room for it. */
const MAX_LENGTH = 4096;

const ENCRYPTION = { alg: 'dir', enc: 'A256GCM' } as const;
const ALLOWED = {
	keyManagementAlgorithms: [ENCRYPTION.alg],
	contentEncryptionAlgorithms: [ENCRYPTION.enc],
	requiredClaims: ['exp']
};

/**
 * Creates what seals data: a JWE (`dir`, A256GCM) under a key of its own for each purpose (HKDF-SHA-256). The first secret
 * seals, and all of them open, so that a secret can be replaced without losing what it has sealed.
 *
 * @param secrets answers the secrets; asked for each call
 *
 * @example
 * ```ts
 * const sealing = createSealing(async () => [process.env.GUARDIAN_SECRET!]);
 * const text = await sealing.seal('oauth-flow', { state }, 600);
 * await sealing.open('oauth-flow', text); // { state }
 * ```
 */
export function createSealing(secrets: () => Promise<readonly string[]>): Sealing {
	const keys = new Map<string, Uint8Array>();

	function keyFor(secret: string, purpose: string): Uint8Array {
		const name = `${purpose}\n${secret}`;
		const known = keys.get(name);
		if (known) return known;
		const key = new Uint8Array(hkdfSync('sha256', secret, '', `svelte-guardian:${purpose}`, 32));
		keys.set(name, key);
		return key;
	}

	return {
		async seal(purpose, data, lifetime) {
			const [secret] = await secrets();
			const { EncryptJWT } = await loadJose();
			return await new EncryptJWT({ data })
				.setProtectedHeader(ENCRYPTION)
				.setExpirationTime(new Date(Date.now() + lifetime * 1000))
				.encrypt(keyFor(secret!, purpose));
		},
		async open(purpose, text) {
			if (text.length > MAX_LENGTH || !SHAPE.test(text)) return null;
			for (const secret of await secrets()) {
				const data = await opened(text, keyFor(secret, purpose));
				if (data) return data;
			}
			return null;
		},
		async hashKey(purpose) {
			const [secret] = await secrets();
			return keyFor(secret!, `hash:${purpose}`);
		},
		async prepare() {
			await secrets().catch(() => {});
		}
	};
}

/** A JWE without an encrypted key. What cannot be one does not need the secret. */
const SHAPE = /^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/;

async function opened(text: string, key: Uint8Array): Promise<SealedData | null> {
	const { errors, jwtDecrypt } = await loadJose();
	try {
		const { payload } = await jwtDecrypt<{ data?: SealedData }>(text, key, ALLOWED);
		return payload.data ?? null;
	} catch (error) {
		if (error instanceof errors.JOSEError) return null;
		throw error;
	}
}
