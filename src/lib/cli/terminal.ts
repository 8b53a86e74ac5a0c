import type { Readable, Writable } from 'node:stream';
import { isCancel, select } from '@clack/prompts';
import { CliError } from './errors.js';

/** Where init speaks with somebody. */
export interface Streams {
	input: Readable;
	output: Writable;
	/** Whether somebody can answer. */
	isInteractive: boolean;
	isColoured: boolean;
}

/** Thrown when somebody leaves a question with Ctrl+C. */
export class Interrupted extends CliError {
	constructor() {
		super('Interrupted.', 130);
	}
}

/** Says and asks. */
export class Terminal {
	readonly #streams: Streams;

	constructor(streams: Streams) {
		this.#streams = streams;
	}

	get isInteractive(): boolean {
		return this.#streams.isInteractive;
	}

	get isColoured(): boolean {
		return this.#streams.isColoured;
	}

	/** Prints a line, or several. */
	say(text = ''): void {
		this.#streams.output.write(`${text}\n`);
	}

	/**
	 * Has somebody choose. The first answer is the default.
	 *
	 * @throws {Interrupted} on Ctrl+C
	 */
	async ask<T extends string>(message: string, answers: Record<T, string>): Promise<T> {
		const { input, output } = this.#streams;
		const options = Object.entries<string>(answers).map(([value, label]) => ({ value, label }));
		const answer = await select<string>({ message, options, input, output });
		if (isCancel(answer)) throw new Interrupted();
		return answer as T;
	}
}
