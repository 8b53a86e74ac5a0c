import type { RequestEvent } from '@sveltejs/kit';
import type { FailureCode } from '../errors.js';
import { report } from '../report.js';

/** What the reading of a body may take: its size in bytes, the times in milliseconds. */
export interface BodyBounds {
	bytes: number;
	/** In how many pieces it may come. Each costs the same, however short it is. */
	pieces: number;
	/** The longest pause between two pieces of the body. */
	idle: number;
	/** From the first piece to the last. */
	total: number;
}

/**
 * The bounds of a form. Its fields need a few kilobytes; parsing 128 KiB takes up to 40 ms, during which the process answers
 * no other request.
 */
export const FORM_BOUNDS: BodyBounds = {
	bytes: 128 * 1024,
	// A browser sends a form in one piece or a few; the network divides 128 KiB into some ninety.
	pieces: 2_000,
	idle: 10_000,
	total: 30_000
};

/** A body as it arrived, or why it is refused. */
export type ReceivedBody =
	{ ok: true; bytes: Uint8Array<ArrayBuffer> } | { ok: false; code: FailureCode };

/** How long the rest of a refused body is read and discarded, in milliseconds. */
const DRAIN = 5_000;

/** How many pieces of it. */
const DRAIN_PIECES = 2_000;

/**
 * Reads the body of a request within bounds. A body that never ends, or that was read before it came to SvelteKit, is
 * refused instead of waited for.
 *
 * @param bounds Default: {@link FORM_BOUNDS}.
 *
 * @example
 * ```ts
 * const body = await receiveBody(event);
 * if (body.ok) new TextDecoder().decode(body.bytes);
 * ```
 */
export async function receiveBody(
	{ request, platform }: Pick<RequestEvent, 'request' | 'platform'>,
	bounds = FORM_BOUNDS
): Promise<ReceivedBody> {
	if (request.bodyUsed || request.body?.locked) return readBefore();
	const announced = Number(request.headers.get('content-length'));
	const reader = request.body?.getReader();
	if (!reader) return announced > 0 ? readBefore() : { ok: true, bytes: new Uint8Array() };

	const incoming = nodeRequestOf(platform);
	const refused = (code: FailureCode): ReceivedBody => {
		void drain(reader);
		return { ok: false, code };
	};
	if (announced > bounds.bytes) return refused('BODY_TOO_LARGE');

	const clock = startClock(bounds);
	const pieces: Uint8Array[] = [];
	let size = 0;
	try {
		for (;;) {
			// To read and drop the rest would cost as much again: the connection is closed instead.
			if (pieces.length === bounds.pieces) {
				await reader.cancel();
				return { ok: false, code: 'UNREADABLE_BODY' };
			}
			const next = reader.read();
			// Node's request has ended: what it held is in the stream by now, or somebody else has it.
			if (size === 0 && (await isPending(next)) && incoming?.readableEnded) {
				next.catch(() => {});
				return readBefore();
			}
			const piece = await clock.race(next);
			if (piece === 'expired') {
				next.catch(() => {});
				reportAtMostOnceAMinute(
					'The body of a form did not arrive in time. If this happens with every form, something in front of ' +
						`SvelteKit has read it: ${ADVICE}`
				);
				return refused('BODY_INCOMPLETE');
			}
			if (piece.done) break;
			clock.restart();
			pieces.push(piece.value);
			size += piece.value.byteLength;
			if (size > bounds.bytes) return refused('BODY_TOO_LARGE');
		}
	} catch (error) {
		return { ok: false, code: isTooLarge(error) ? 'BODY_TOO_LARGE' : 'UNREADABLE_BODY' };
	} finally {
		clock.stop();
	}
	// A truncated body could be a different form: sign out everywhere would become sign out here. A body that the platform
	// has decompressed has a different length than its `Content-Length`.
	const isWhole = request.headers.has('content-encoding') ? size > 0 : size >= announced;
	const isParsed = incoming?.body !== undefined && request.headers.has('transfer-encoding');
	if ((announced > 0 && !isWhole) || (size === 0 && isParsed)) return readBefore();
	return { ok: true, bytes: Buffer.concat(pieces) };
}

/** What adapter-node passes on of Node's request; `body` is where body parsers put what they have read. */
interface NodeRequest {
	readableEnded?: boolean;
	body?: unknown;
}

const nodeRequestOf = (platform: unknown) =>
	(platform as { req?: NodeRequest } | undefined)?.req ?? undefined;

/** Reads and drops the rest, so that the client gets to read the answer, and then gives the connection up. */
async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
	const end = setTimeout(() => void reader.cancel().catch(() => {}), DRAIN);
	end.unref();
	try {
		for (let pieces = 0; pieces < DRAIN_PIECES; pieces++) {
			if ((await reader.read()).done) return;
		}
		await reader.cancel();
	} catch {
		// There is nothing left to read.
	} finally {
		clearTimeout(end);
	}
}

/** Whether it is still pending after all that was ready has run. */
function isPending(promise: Promise<unknown>): Promise<boolean> {
	return new Promise((resolve) => {
		const later = setImmediate(resolve, true);
		const settled = () => {
			clearImmediate(later);
			resolve(false);
		};
		promise.then(settled, settled);
	});
}

/** Limits how long pieces may take: one each, and all together. */
function startClock({ idle, total }: BodyBounds) {
	let isExpired = false;
	let onExpired = () => {};
	const expire = () => {
		isExpired = true;
		onExpired();
	};
	const idleTimer = setTimeout(expire, idle);
	const totalTimer = setTimeout(expire, total);
	return {
		/**
		 * Resolves with the piece, or with `'expired'` when it takes too long. A promise for the whole body, raced with each
		 * piece, would keep every one of them in memory until it ends.
		 */
		race: <T>(piece: Promise<T>): Promise<T | 'expired'> =>
			new Promise((resolve, reject) => {
				onExpired = () => resolve('expired');
				if (isExpired) onExpired();
				piece.then(resolve, reject);
			}),
		restart: () => idleTimer.refresh(),
		stop() {
			clearTimeout(idleTimer);
			clearTimeout(totalTimer);
		}
	};
}

const ADVICE =
	'a body parser (such as express.json() or express.urlencoded()) has to come after the handler of SvelteKit, or ' +
	'to leave the pages of the app alone; a hook reads `event.request.clone()`.';

function readBefore(): ReceivedBody {
	reportAtMostOnceAMinute(
		`The body of a form was read before svelte-guardian could read it: ${ADVICE}`
	);
	return { ok: false, code: 'UNREADABLE_BODY' };
}

/** Anybody can send such a request: the log must not fill up with them. */
const reported = new Map<string, number>();
function reportAtMostOnceAMinute(what: string): void {
	if (Date.now() - (reported.get(what) ?? -Infinity) < 60_000) return;
	reported.set(what, Date.now());
	report(what);
}

/** Adapters refuse a body beyond their limit with an error that carries 413. */
const isTooLarge = (error: unknown) =>
	typeof error === 'object' && error !== null && 'status' in error && error.status === 413;
