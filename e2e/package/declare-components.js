import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Gives the types of every packaged component the second name they are looked for: beside X.svelte, svelte-package writes
 * X.svelte.d.ts, which TypeScript finds as a bundler would. With `moduleResolution: NodeNext` it looks for X.d.svelte.ts
 * alone, and without it a component is `any`.
 */
const dist = join(import.meta.dirname, '../../dist');
const DECLARATION = /\.svelte\.d\.ts$/;

for (const file of await readdir(dist, { recursive: true })) {
	if (!DECLARATION.test(file)) continue;
	await copyFile(join(dist, file), join(dist, file.replace(DECLARATION, '.d.svelte.ts')));
}
