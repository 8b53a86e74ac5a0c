import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { AuthContext } from '../context.js';
import { report } from '../report.js';

/** After this nothing of a test is running any more, wherever it has run, in seconds. */
const MAX_AGE = 24 * 60 * 60;

/** Begins every email that is made up for a test. */
const PREFIX = 'test-';

/** When it was made, on which machine and by which process, and random characters. */
const EMAIL = /^test-([0-9a-f]{8})([0-9a-f]{6})([0-9a-f]{8})[0-9a-f]{12}@example\.com$/;

const hex = (value: number, length: number) =>
	Math.floor(value).toString(16).padStart(length, '0').slice(-length);

const machine = () => createHash('sha256').update(hostname()).digest('hex').slice(0, 6);

/**
 * An email that nobody else has: tests share a database, and nothing in it. It says which process has made it, so that
 * {@link removeLeftOvers} knows what nobody needs any more.
 *
 * @param now default: the time
 * @param pid default: this process
 *
 * @example
 * ```ts
 * uniqueEmail(); // 'test-6927a0f1c3ab5500000d2f…@example.com'
 * ```
 */
export function uniqueEmail(now = Date.now(), pid = process.pid): string {
	const random = randomBytes(6).toString('hex');
	return `${PREFIX}${hex(now / 1000, 8)}${machine()}${hex(pid, 8)}${random}@example.com`;
}

/**
 * An email that nobody else has, for a user who is to stay after the test.
 *
 * @example
 * ```ts
 * keptEmail(); // 'kept-3f0c…@example.com'
 * ```
 */
export const keptEmail = (): string => `kept-${randomBytes(16).toString('hex')}@example.com`;

/** Whether an email was made for a test that has ended: its process is gone, or it is older than a day. */
export function isLeftOver(email: string, now = Date.now()): boolean {
	const [, seconds, place, pid] = EMAIL.exec(email) ?? [];
	if (!seconds || !place || !pid) return false;
	if (now / 1000 - parseInt(seconds, 16) > MAX_AGE) return true;
	return place === machine() && !isRunning(parseInt(pid, 16));
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// It runs, and belongs to somebody else.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/**
 * Removes the users that tests have left which were killed, with their sessions. A failure is logged and fails no test: they are
 * in nobody's way.
 *
 * @example
 * ```ts
 * await removeLeftOvers(context);
 * ```
 */
export async function removeLeftOvers<User>({ config }: AuthContext<User>): Promise<void> {
	const { user } = config.prisma;
	try {
		const rows: { id: string; email: string }[] = await user.findMany({
			where: { email: { startsWith: PREFIX } },
			select: { id: true, email: true }
		});
		const ids = rows.filter(({ email }) => isLeftOver(email)).map(({ id }) => id);
		// One by one: a row that other tables refer to does not keep the others.
		for (const id of ids) await user.deleteMany({ where: { id } });
	} catch (error) {
		report('Users that earlier tests have left could not be removed.', error);
	}
}
