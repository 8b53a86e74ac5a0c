/**
 * Logs the cause of a failure that the response does not explain. Only the error's message is logged: no token, password or
 * row.
 *
 * @example
 * ```ts
 * report('The database could not be asked who this is.', error);
 * ```
 */
export function report(what: string, error?: unknown): void {
	console.error(`[svelte-guardian] ${what}`, ...reasons(error));
}

function reasons(error: unknown): unknown[] {
	if (error === undefined) return [];
	if (!(error instanceof Error)) return [error];
	// Prisma puts the call with its arguments, rows and hashes included, in front of what went wrong: the last line.
	const message = error.message.trim().split('\n').at(-1);
	return [`${error.name}: ${message}`, ...reasons(error.cause)];
}
