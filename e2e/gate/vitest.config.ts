import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import usual from '../../vite.config.js';

const root = join(import.meta.dirname, '../..');

/** The test files that do more in the gate: those that import `e2e/support/gate.ts`. */
const include = ['src', 'prisma', 'e2e/tools']
	.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
			join(folder, path).replaceAll('\\', '/')
		)
	)
	.filter((path) => path.endsWith('.test.ts'))
	.filter((path) => readFileSync(join(root, path), 'utf8').includes("e2e/support/gate.js'"));

/** What the unit tests leave to the gate, with everything beside it in the same files: `npm run test:unit:gate`. */
export default defineConfig({
	...(usual as ViteUserConfig),
	root,
	test: { ...(usual as ViteUserConfig).test, include, env: { GUARDIAN_GATE: '1' } }
});
