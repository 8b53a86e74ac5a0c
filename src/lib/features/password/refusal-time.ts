import { waitForStep } from '../../wait-for-step.js';

/** The time of a refusal is a multiple of this, in milliseconds: more than any usual check of a password takes. */
const STEP_MS = 250;

/** When refused passwords are answered: see {@link createRefusalTime}. */
export interface RefusalTime {
	/** To be called where checks of stored hashes do not all cost the same. From then on refusals are answered in steps. */
	costsDiffer(): void;
	/**
	 * Waits until a refusal may be answered.
	 *
	 * @param startedAt when the check began, by `performance.now()`
	 */
	wait(startedAt: number): Promise<void>;
}

/**
 * Creates the time of refusals. As long as every stored hash costs what the check for an unknown account costs, refusals take
 * the same time by themselves. Once another one has been met, such as Lucia's scrypt, each is answered at the next quarter of
 * a second after its check began: otherwise its time would tell which accounts exist. Waiting costs no work.
 *
 * @example
 * ```ts
 * const refusalTime = createRefusalTime();
 * refusalTime.costsDiffer();
 * await refusalTime.wait(startedAt);
 * ```
 */
export function createRefusalTime(): RefusalTime {
	let isStepped = false;
	return {
		costsDiffer: () => void (isStepped = true),
		async wait(startedAt) {
			if (isStepped) await waitForStep(startedAt, STEP_MS);
		}
	};
}

/**
 * The one of this process, like the queue of password checks.
 *
 * @example
 * ```ts
 * if (!matches) await refusalTime.wait(startedAt);
 * ```
 */
export const refusalTime = createRefusalTime();
