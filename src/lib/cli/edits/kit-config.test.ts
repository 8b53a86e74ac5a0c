import { expect, test } from 'vitest';
import { editKitConfig } from './kit-config.js';

const FLAG = 'experimental: { remoteFunctions: true }';

test.each([
	[
		'svelte.config.js, as sv 0.17 writes it',
		"/** @type {import('@sveltejs/kit').Config} */\nconst config = {\n\tcompilerOptions: {},\n\tkit: {\n\t\tadapter: adapter()\n\t}\n};\n\nexport default config;\n",
		'kit: {\n\t\tadapter',
		`kit: {\n\t\t${FLAG},\n\t\tadapter`
	],
	[
		'vite.config.ts, as sv 1 writes it',
		'export default defineConfig({\n\tplugins: [\n\t\tsveltekit({\n\t\t\tcompilerOptions: {},\n\t\t\tadapter: adapter()\n\t\t})\n\t]\n});\n',
		'sveltekit({\n\t\t\tcompilerOptions',
		`sveltekit({\n\t\t\t${FLAG},\n\t\t\tcompilerOptions`
	],
	['on one line', 'export default { kit: { adapter: a() } };', '{ adapter', `{ ${FLAG}, adapter`],
	['empty', 'export default { kit: {} };', '{}', `{ ${FLAG} }`],
	[
		'beside other flags',
		'export default {\r\n  kit: { experimental: { tracing: {} } }\r\n};\r\n',
		'{ tracing',
		'{ remoteFunctions: true, tracing'
	]
])('NC27: remote functions are switched on: %s', (_, source, from, to) => {
	const wanted = source.replace(from, to);
	expect(wanted).not.toBe(source);
	expect(editKitConfig(source)).toEqual({ content: wanted });
	expect(editKitConfig(wanted)).toBeNull();
});

test.each([
	'export default { kit: settings };',
	'export default { kit: { experimental } };',
	'export default config(',
	'export default defineConfig({ plugins: [sveltekit()] });'
])('NC27: where it is not plain how, it says what to write: %s', (source) => {
	expect(editKitConfig(source)).toEqual({ advice: expect.stringContaining(FLAG) });
});
