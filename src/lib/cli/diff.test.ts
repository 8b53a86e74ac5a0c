import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { diffOf } from './diff.js';

const change = { path: 'src/a.ts', before: 'one\ntwo\n', after: 'one\n2\n' };
const DIFF = `--- a/src/a.ts
+++ b/src/a.ts
@@ -1,2 +1,2 @@
 one
-two
+2`;

test('a change is shown as a unified diff, in colour where there is any', () => {
	expect(diffOf(change, false)).toBe(DIFF);

	const coloured = diffOf(change, true);
	expect(coloured).toContain('\u001B[31m-two');
	expect(coloured).toContain('\u001B[32m+2');
	expect(stripVTControlCharacters(coloured)).toBe(DIFF);
});

test('a new file comes from nowhere', () => {
	expect(diffOf({ ...change, before: null }, false)).toContain('--- /dev/null\n+++ b/src/a.ts\n');
});
