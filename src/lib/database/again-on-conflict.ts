import { setTimeout as sleep } from 'node:timers/promises';

/** How often a transaction is begun that the database calls off for another one. */
const ATTEMPTS = 5;

/** The pause before a transaction that met a lock is begun again, in milliseconds: longer each time, up to the longest. */
const PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 100;

/** How long a transaction is tried again. */
interface Patience {
	/** Whether the database is SQLite, where one that meets the lock of another process fails at once. */
	waitsForLock: boolean;
	/** Whether nobody waits for it any more. */
	isOver(): boolean;
}

/**
 * Runs a transaction, and again where nothing of it counts because of another one: at once, and five times in all, after a
 * deadlock or a conflict of writes; after a pause, and until its time is over, where another process has locked the file.
 *
 * @throws the error of the last attempt
 *
 * @example
 * ```ts
 * await againOnConflict(() => prisma.$transaction(work), { waitsForLock: true, isOver: () => isOver });
 * ```
 */
export async function againOnConflict<T>(
	begin: () => Promise<T>,
	{ waitsForLock, isOver }: Patience
): Promise<T> {
	let conflicts = 0;
	for (let attempt = 1; ; attempt++) {
		try {
			return await begin();
		} catch (error) {
			const isLocked = waitsForLock && hasCode(error, LOCKED);
			if (!isLocked && !(hasCode(error, CONFLICT) && ++conflicts < ATTEMPTS)) throw error;
			if (isLocked) await sleep(Math.min(PAUSE_MS * attempt, LONGEST_PAUSE_MS));
			if (isOver()) throw error;
		}
	}
}

/** A deadlock, or a conflict of writes. */
const CONFLICT = 'P2034';

/** A lock on SQLite. On PostgreSQL it is a connection that was cut: nobody knows what was done on it. */
const LOCKED = 'P1008';

/** The error of a statement may be the cause of another one. */
function hasCode(error: unknown, code: string): boolean {
	const causes = [error, error instanceof Error ? error.cause : undefined];
	return causes.some((one) => one instanceof Error && 'code' in one && one.code === code);
}
