import { createHash } from 'node:crypto';
import { report } from '../../report.js';
import { createWorkQueue } from './work-queue.js';

/** How many checks run at once, and how many wait: a flood of sign-ups is none of the other server. */
const AT_ONCE = 10;
const WAITING = 100;

/** How much of an answer is read, in bytes. One has some 100 kB. */
const MAX_BYTES = 1_000_000;

/** How many letters of the hash are told. */
const TOLD = 5;

/** How often a check that fails is logged, in milliseconds. */
const LOG_EVERY_MS = 60_000;

/** The rest of a hash, and how often its password was found. What fills an answer up has 0. */
const LINE = /^([\dA-F]{35}):(\d{1,15})$/;

/** Where to ask. */
export interface BreachOptions {
	/** Of the ranges; the first letters of the hash follow. */
	url: string;
	/** How long a check may take, in seconds. */
	timeout: number;
}

/**
 * Creates the check whether a password is known from a breach of some site, by the range API of Have I Been Pwned: it is told the
 * first five hex digits of the SHA-1 of the password, which some 2,000 known passwords share, and answers the rest of each. Where it
 * does not answer in time, or not as it should, the password is accepted and a line is logged: nobody is kept from signing up by
 * a server of others.
 *
 * @example
 * ```ts
 * const isBreached = createBreachCheck({ url: 'https://api.pwnedpasswords.com/range/', timeout: 1 });
 * await isBreached('password1'); // true
 * ```
 */
export function createBreachCheck({
	url,
	timeout
}: BreachOptions): (password: string) => Promise<boolean> {
	// A signal takes whole milliseconds.
	const maxWaitMs = Math.ceil(timeout * 1000);
	const queue = createWorkQueue({ atOnce: AT_ONCE, waiting: WAITING, maxWaitMs });
	let loggedAt = -Infinity;

	function log(error: unknown): void {
		if (performance.now() - loggedAt < LOG_EVERY_MS) return;
		loggedAt = performance.now();
		report('A password could not be checked for breaches, and was accepted.', error);
	}

	return async (password) => {
		const hash = createHash('sha1').update(password).digest('hex').toUpperCase();
		const signal = AbortSignal.timeout(maxWaitMs);
		try {
			const checked = await queue.run(() => ask(url, hash, signal), signal);
			if (checked.done) return checked.value;
			log(new Error('Too many checks were waiting.'));
		} catch (error) {
			log(error);
		}
		return false;
	};
}

/** @throws {Error} where the answer is not as it should be */
async function ask(url: string, hash: string, signal: AbortSignal): Promise<boolean> {
	const request = () =>
		fetch(url + hash.slice(0, TOLD), {
			// Else the length of the answer tells those who see the traffic which range it is.
			headers: { 'Add-Padding': 'true', 'User-Agent': 'svelte-guardian' },
			redirect: 'manual',
			signal
		});
	// A connection that was kept may have been closed by the other side just now.
	const response = await request().catch((error: unknown) => {
		if (signal.aborted) throw error;
		return request();
	});
	if (response.status !== 200) {
		await response.body?.cancel();
		throw new Error(`The answer has the status ${response.status}.`);
	}
	const found = (await textOf(response)).split(/\r?\n/).flatMap((line) => {
		const [, rest, count] = LINE.exec(line) ?? [];
		return rest === undefined ? [] : [{ rest, count: Number(count) }];
	});
	if (found.length === 0) throw new Error('The answer has no hashes.');
	return found.some(({ rest, count }) => rest === hash.slice(TOLD) && count > 0);
}

async function textOf({ body }: Response): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	let bytes = 0;
	// To leave the loop ends the request.
	for await (const chunk of body ?? []) {
		bytes += chunk.byteLength;
		if (bytes > MAX_BYTES) throw new Error(`The answer has more than ${MAX_BYTES} bytes.`);
		text += decoder.decode(chunk, { stream: true });
	}
	return text;
}
