import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'vite';
import { root } from '../../prisma/tools/url.js';

/** A program in TypeScript that runs in processes of its own. */
export interface BundledProgram {
	/** Runs it to its end. What it has written is answered by line, with its exit code or the signal that has ended it. */
	run(...args: string[]): Promise<{ lines: string[]; ending: string | number }>;
	/** Deletes the bundle. */
	remove(): Promise<void>;
}

/**
 * Bundles a program, so that plain Node can run it.
 *
 * @example
 * ```ts
 * const sender = await bundleProgram(join(import.meta.dirname, 'sender.test.support.ts'));
 * const { lines } = await sender.run(database.url);
 * ```
 */
export async function bundleProgram(file: string): Promise<BundledProgram> {
	// Below node_modules, where the bundle finds what it imports.
	const name = `${basename(file).split('.')[0]}-${process.pid}`;
	const outDir = join(root(), 'node_modules', '.cache', name);
	await build({
		...{ root: root(), configFile: false, logLevel: 'error' },
		build: {
			...{ ssr: file, outDir, emptyOutDir: true },
			rollupOptions: { output: { entryFileNames: 'program.js' } }
		}
	});
	return {
		async run(...args) {
			const child = spawn(process.execPath, [join(outDir, 'program.js'), ...args], {
				stdio: ['ignore', 'pipe', 'inherit']
			});
			const [output, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
			return {
				lines: output.split('\n').filter(Boolean),
				ending: (signal ?? code) as string | number
			};
		},
		remove: () => rm(outDir, { recursive: true, force: true })
	};
}
