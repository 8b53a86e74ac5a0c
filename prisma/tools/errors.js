/**
 * Something that the person at the terminal can mend: the message is one sentence that says what and how, and is printed
 * without a stack trace. Anything else that is thrown is a bug and keeps its stack trace.
 */
export class MigrationError extends Error {
	/** @override */
	name = 'MigrationError';
}
