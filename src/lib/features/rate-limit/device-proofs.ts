import { randomBytes } from 'node:crypto';
import type { AuthContext } from '../../context.js';
import { readCookieHeader } from '../../http/cookie-header.js';
import { cookieProfile } from '../../http/cookie-profile.js';
import type { RequestAuth } from '../../http/request-auth.js';
import { setCookie } from '../../http/response-cookies.js';
import { isSameHash, type KeyedHash } from './keyed-hash.js';

/** How long a proof counts after a sign-in, in seconds: 180 days. */
export const PROOF_SECONDS = 180 * 24 * 60 * 60;

/** How many accounts a browser has a proof for: the last ones that signed in. */
const MAX_PROOFS = 5;

/** One proof: the account as a hash, the browser, when it was given, and what makes it genuine. */
const PROOF = /^([\w-]{22})\.([\w-]{12})\.(\d{9,14})\.([\w-]{22})$/;

/** When a proof was given, in milliseconds since 1970. Earlier versions wrote seconds. */
const timeOf = (at: string) => (at.length > 11 ? Number(at) : Number(at) * 1000);

/** A browser that has signed in to an account before. */
export interface ProvenDevice {
	/** Random, for each proof. */
	id: string;
	/** When the browser signed in, in milliseconds since 1970. */
	provenAt: number;
}

/** The proofs in the cookies of browsers: see {@link createDeviceProofs}. */
export interface DeviceProofs {
	/**
	 * Gives this browser a proof for the account, in the place of an earlier one.
	 *
	 * @param at when it has proven that, in milliseconds since 1970. Default: now
	 */
	give(state: RequestAuth<unknown>, userId: string, hash: KeyedHash, at?: number): void;
	/** The proof of this browser for the account, or `null`. */
	find(state: RequestAuth<unknown>, userId: string, hash: KeyedHash): ProvenDevice | null;
	/** Whether this browser has proofs at all. They may be forged. */
	hasAny(state: RequestAuth<unknown>): boolean;
}

/**
 * Creates the access to the cookie with which a browser proves that it has signed in to an account before. It signs nobody
 * in: it only gives the browser a count of failed tries of its own, so that an attack on an account does not lock its owner
 * out. Signing out keeps it.
 *
 * @example
 * ```ts
 * const proofs = createDeviceProofs(config);
 * proofs.give(state, user.id, hash);
 * ```
 */
export function createDeviceProofs({
	cookie
}: Pick<AuthContext<unknown>['config'], 'cookie'>): DeviceProofs {
	const settings = { ...cookie, name: `${cookie.name}_device` };
	const profileOf = ({ event }: RequestAuth<unknown>) => cookieProfile(settings, event.url);
	const accountOf = (userId: string, hash: KeyedHash) => hash('device account', userId);

	function read(state: RequestAuth<unknown>) {
		const { name } = profileOf(state);
		const header = state.event.request.headers.get('cookie');
		const value = readCookieHeader(header, name).findLast((found) => found.name === name)?.value;
		// A longer one is none of ours. Nothing of it is hashed until its account is asked for.
		if (!value || value.length > MAX_PROOFS * 80) return [];
		return value.split('~').flatMap((text) => {
			const [, account, id, at, mac] = PROOF.exec(text) ?? [];
			return account && id && at && mac ? [{ text, account, id, at, mac }] : [];
		});
	}

	return {
		give(state, userId, hash, at = Date.now()) {
			const account = accountOf(userId, hash);
			const head = `${account}.${randomBytes(9).toString('base64url')}.${at}`;
			const others = read(state)
				.filter((proof) => proof.account !== account)
				.map(({ text }) => text);
			const proofs = [`${head}.${hash('device', head)}`, ...others].slice(0, MAX_PROOFS);
			setCookie(state, { ...profileOf(state), value: proofs.join('~'), maxAge: PROOF_SECONDS });
		},
		find(state, userId, hash) {
			const account = accountOf(userId, hash);
			for (const proof of read(state)) {
				if (proof.account !== account) continue;
				const { id, at, mac } = proof;
				const provenAt = timeOf(at);
				const isYoung = Date.now() - provenAt < PROOF_SECONDS * 1000;
				const isGenuine = isSameHash(hash('device', `${account}.${id}.${at}`), mac);
				if (isGenuine && isYoung) return { id, provenAt };
			}
			return null;
		},
		hasAny: (state) => read(state).length > 0
	};
}
