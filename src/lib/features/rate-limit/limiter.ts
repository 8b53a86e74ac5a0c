import type { AuthContext } from '../../context.js';
import { StoreError } from '../../database/query.js';
import { failure } from '../../failure.js';
import type { ActionFailed, ActionLimit, Quota } from '../../http/action.js';
import type { ActionLimiter, LimitDecision } from '../../http/action-limiter.js';
import type { RequestAuth } from '../../http/request-auth.js';
import { report } from '../../report.js';
import { comparableEmail } from '../../users/same-email.js';
import type { Counters, Limited, Reached } from './counters.js';
import { PROOF_SECONDS, type DeviceProofs } from './device-proofs.js';
import type { KeyedHash } from './keyed-hash.js';
import { waitInWords } from './wait-in-words.js';

/** How long failures in a row are remembered after the last, in seconds: a year. */
const REMEMBERED_SECONDS = 365 * 24 * 60 * 60;

/** So many of the failures in a row are left to browsers with a proof, when an attack has used up the others. */
const LEFT_TO_DEVICES = 10;

/** More points than any count reaches: see `lock`. */
const LOCKED = 1_000_000;

/** What the limiter works with. */
export interface LimiterParts {
	context: Pick<AuthContext<{ id: string }>, 'users' | 'requests' | 'httpStatusOf'>;
	counters: Counters;
	loadHash(): Promise<KeyedHash>;
	proofs: DeviceProofs;
	addressOf(event: Event): string | null;
	/** Failed tries for one account, and for one browser with a proof. */
	account: Quota;
	/** Failures in a row after which an account is locked; `null` for never. */
	failuresInARow: number | null;
}

type AnyLimit = ActionLimit<unknown, unknown>;
type Event = RequestAuth<unknown>['event'];

/** The keys of the counts for one account. A stored email may have capitals, and the one of a form has none. */
export function accountKeys(hash: KeyedHash, email: string) {
	const account = comparableEmail(email);
	return { tries: hash('account', account), inARow: hash('in a row', account) };
}

/** Under which key it is kept since when the proofs for an account count. */
export const provenSinceKey = (hash: KeyedHash, userId: string) => hash('proven since', userId);

/**
 * Creates the limiter of actions. It counts a try before it runs, so that tries at the same time cannot pass together, and
 * takes it back where the result says nothing about the secret.
 *
 * @example
 * ```ts
 * const limiter = createLimiter(parts);
 * const permit = await limiter.take('signin', { account: ({ email }) => email }, fields, request);
 * ```
 */
export function createLimiter(parts: LimiterParts): ActionLimiter {
	const { context, counters, loadHash, proofs, addressOf, account: accountQuota } = parts;
	const { failuresInARow } = parts;

	const accountCounter = (hash: KeyedHash, email: string): Limited => ({
		key: accountKeys(hash, email).tries,
		...accountQuota
	});

	/** The count of this browser, where it has a proof for the account. Nobody else costs a statement here. */
	async function deviceCounter(
		hash: KeyedHash,
		state: RequestAuth<unknown>,
		email: string
	): Promise<Limited | null> {
		if (!proofs.hasAny(state)) return null;
		const found = await context.users.findByEmail(comparableEmail(email));
		const device = found && proofs.find(state, found.user.id, hash);
		if (!device) return null;
		const changed = await counters.get(provenSinceKey(hash, found.user.id));
		const since = changed ? changed.until - PROOF_SECONDS * 1000 : -Infinity;
		if (device.provenAt <= since) return null;
		return { key: hash('device count', device.id), ...accountQuota };
	}

	/** The counts that stand in for that of the account, which is full. */
	async function takeByDevice(hash: KeyedHash, state: RequestAuth<unknown>, email: string) {
		const device = await deviceCounter(hash, state, email);
		if (!device) return null;
		const taken: Limited[] = [device];
		if (failuresInARow !== null) {
			const key = accountKeys(hash, email).inARow;
			taken.push({ key, points: failuresInARow, seconds: REMEMBERED_SECONDS });
		}
		return { device, reached: await counters.take(taken) };
	}

	async function failed(hash: KeyedHash, email: string): Promise<void> {
		if (failuresInARow === null) return;
		const { tries, inARow } = accountKeys(hash, email);
		const seconds = REMEMBERED_SECONDS;
		const failures = await counters.count({ key: inARow, seconds });
		if (failures >= failuresInARow - LEFT_TO_DEVICES) {
			await counters.set({ key: tries, seconds }, LOCKED);
		}
	}

	/** What to call with the result of a try that was let through. */
	const permit = (
		hash: KeyedHash,
		email: string | null,
		device: Limited | null
	): LimitDecision => ({
		ok: true,
		async settle(result) {
			if (email === null) return;
			const { tries, inARow } = accountKeys(hash, email);
			if (result.ok) {
				return await counters.remove([tries, inARow, ...(device ? [device.key] : [])]);
			}
			// The secret was right, and a further step is asked for, which spends from the same count.
			if (result.redirectTo !== undefined) return;
			if (result.triesSecret === false || context.httpStatusOf(result.code) >= 500) {
				await counters.giveBack(device?.key ?? tries);
				if (device) await counters.giveBack(inARow);
			} else if (!device) await failed(hash, email);
		}
	});

	function countersOf(
		hash: KeyedHash,
		name: string,
		limit: AnyLimit,
		fields: unknown,
		request: { event: Event }
	): Limited[] {
		const { event } = request;
		const found: Limited[] = [];
		const address = limit.address && addressOf(event);
		if (limit.address && address) {
			found.push({ key: hash(`address ${name}`, address), ...limit.address });
		}
		const key = limit.key?.of(fields, request as never);
		if (limit.key && key) found.push({ key: hash(`key ${name}`, key), ...limit.key });
		return found;
	}

	async function take(...[name, limit, fields, request]: Parameters<ActionLimiter['take']>) {
		const { event } = request;
		const hash = await loadHash();
		const email = (await limit.account?.(fields, request as never)) ?? null;
		const account = email === null ? null : accountCounter(hash, email);
		const others = countersOf(hash, name, limit, fields, request);
		const reached = await counters.take(account ? [...others, account] : others);
		if (reached.length === 0) return permit(hash, email, null);
		if (reached.every(({ counter }) => counter.isDoneBeyond))
			return { ok: true, isDone: true } as const;

		if (email === null || !account) return tooMany(reached);
		if (reached.some(({ counter }) => counter !== account)) {
			// A try that was refused for its address is none at the account.
			const isCounted = reached.every(({ counter, isNew }) => isNew && counter !== account);
			if (isCounted) await counters.giveBack(account.key);
			return tooMany(reached);
		}
		const byDevice = await takeByDevice(hash, context.requests.of(event.cookies), email);
		if (!byDevice) return tooMany(reached);
		return byDevice.reached.length > 0
			? tooMany(byDevice.reached)
			: permit(hash, email, byDevice.device);
	}

	return {
		async take(...run) {
			try {
				return await take(...run);
			} catch (error) {
				// Counts do not fail. The accounts were asked for: without them no secret can be tried.
				if (!(error instanceof StoreError)) throw error;
				report('It could not be found out whose secret a form tries.', error);
				return failure('STORE_UNAVAILABLE');
			}
		}
	};
}

/**
 * The refusal for limits that are reached.
 *
 * @example
 * ```ts
 * tooMany([{ counter, seconds: 300 }]).error; // 'There were too many tries. Wait 5 minutes and try again.'
 * ```
 */
export function tooMany(reached: readonly Reached[]): ActionFailed & { code: 'TOO_MANY_REQUESTS' } {
	const retryAfter = Math.max(...reached.map(({ seconds }) => seconds));
	const isLocked = reached.some(({ counter, seconds }) => seconds > counter.seconds);
	const error = isLocked
		? 'There were too many failed tries in a row. Use a browser in which you have signed in before, or contact whoever runs this site.'
		: `There were too many tries. Wait ${waitInWords(retryAfter)} and try again.`;
	return { ok: false, code: 'TOO_MANY_REQUESTS', error, retryAfter };
}
