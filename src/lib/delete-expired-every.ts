import { report } from './report.js';

/**
 * Deletes expired sessions in rounds. A round that fails is logged, and the next one tries again.
 *
 * @returns ends it
 *
 * @example
 * ```ts
 * const stop = deleteExpiredEvery(3600, context);
 * ```
 */
export function deleteExpiredEvery(
	seconds: number,
	{ deleteExpired }: { deleteExpired(): Promise<number> }
): () => void {
	let timer: NodeJS.Timeout | null = null;
	let isOver = false;
	const round = async () => {
		try {
			await deleteExpired();
		} catch (error) {
			report('Expired sessions could not be deleted. The next round tries again.', error);
		}
		wait();
	};
	// From the end of one round to the next, so that two never overlap. A process that has nothing else to do may end.
	const wait = () => {
		if (!isOver) timer = setTimeout(round, seconds * 1000).unref();
	};
	wait();
	return () => {
		isOver = true;
		if (timer) clearTimeout(timer);
	};
}
