import { expect, test } from 'vitest';
import { nearTests } from './near-tests.js';

const sources = new Map([
	['src/lib/a.ts', "import type { B } from './b.js';"],
	['src/lib/b.ts', "import { a } from './a.js';\nexport { c } from './c.js';"],
	['src/lib/c.ts', "const load = () => import('./d.js');"],
	['src/lib/d.ts', ''],
	['src/lib/index.ts', "export * from './b.js';"],
	['src/lib/a.test.ts', "import { a } from './a.js';"],
	['src/lib/b.test.ts', "import {\n\tb\n} from './b.js';"],
	['src/lib/e.test.ts', "import { c } from './c.js';"],
	['src/lib/f.test.ts', "import { d } from './d.js';"],
	['src/lib/d.test.ts', "import { d } from './d.js';"],
	['src/lib/tests/whole.test.ts', "import { guardianAuth } from 'svelte-guardian';"],
	['src/lib/tests/types.test.ts', "import type { A } from '../a.js';"]
]);
const near = (changed: string[], limit = 9) => nearTests(sources, changed, limit);

test.each([
	['src/lib/a.ts', ['a', 'b', 'tests/whole']],
	['src/lib/c.ts', ['e', 'b', 'tests/whole']],
	['src/lib/d.ts', ['d', 'f', 'e', 'b', 'tests/whole']],
	['src/lib/e.test.ts', ['e']],
	['README.md', []],
	['src/lib/gone.test.ts', []]
])('the tests nearest to %s come first', (changed, tests) => {
	expect(near([changed])).toEqual({
		near: tests.map((name) => `src/lib/${name}.test.ts`),
		left: 0
	});
});

test('no more than a few, and it is told how many are left', () => {
	expect(near(['src/lib/a.ts'], 2)).toMatchObject({ left: 1 });
	expect(near(['src/lib/a.ts'], 3)).toMatchObject({ left: 1 });
	expect(near(['src/lib/a.ts'], 4)).toMatchObject({ left: 0 });
});

test('a test that has changed itself is run in any case', () => {
	const changed = ['src/lib/a.ts', 'src/lib/tests/whole.test.ts'];
	expect(near(changed, 0).near).toEqual(['src/lib/tests/whole.test.ts']);
});
