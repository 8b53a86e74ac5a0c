/** Why init does not go on, in words for the person at the terminal. */
export class CliError extends Error {
	/** Of the process. */
	readonly exitCode: number;

	/** @param exitCode 1: a step failed; 2: nothing was begun */
	constructor(message: string, exitCode = 2) {
		super(message);
		this.exitCode = exitCode;
	}
}
