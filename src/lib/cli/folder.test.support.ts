import {
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * A folder of its own for a test, which is removed with all that is in it once the test is over.
 *
 * @example
 * ```ts
 * const root = temporaryFolder('guardian-init-');
 * ```
 */
export function temporaryFolder(prefix: string): string {
	const folder = mkdtempSync(join(tmpdir(), prefix));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	return folder;
}

/** Writes one file, and the folders that it is in. */
export function writeFile(root: string, path: string, content: string): void {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), content);
}

/** Writes files by their paths; `undefined` stands for none. */
export function writeFiles(root: string, files: Record<string, string | undefined>): void {
	for (const [path, content] of Object.entries(files)) {
		if (content !== undefined) writeFile(root, path, content);
	}
}

/** Everything below a folder, to the byte. */
export const all = (folder: string): (readonly [path: string, content: string])[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => statSync(join(folder, path), { throwIfNoEntry: false })?.isFile())
		.sort()
		.map((path) => [path, readFileSync(join(folder, path), 'utf8')] as const);
