import { expect, test } from 'vitest';
import { installCommandOf } from './commands.js';

test.each([
	['npm', 'npm i'],
	['pnpm', 'pnpm i --no-frozen-lockfile'],
	['yarn', 'yarn install'],
	['yarn@berry', 'yarn install --no-immutable'],
	['bun', 'bun install']
])('%s may write what was added into its lock file, in CI as well', (agent, words) => {
	expect(installCommandOf(agent).join(' ')).toBe(words);
});
