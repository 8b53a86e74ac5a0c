import { expect, test } from 'vitest';
import { editAuthFeatures } from './auth-features.js';

const feature = {
	imports: ['post', 'byPigeon'] as [string, string],
	from: 'svelte-guardian/post',
	call: "post({\n\tsend: byPigeon('home')\n})"
};
const IMPORT = "import { byPigeon, post } from 'svelte-guardian/post';\n";
const KIT = "import { guardianAuth } from 'svelte-guardian';\n";

test.each([
	[
		'none is passed',
		`${KIT}\nexport const auth = guardianAuth({\n\tprisma,\n\tcookie: { name: 'a' }\n});\n`,
		`${KIT}${IMPORT}\nexport const auth = guardianAuth({\n\tprisma,\n\tcookie: { name: 'a' },\n\tfeatures: [post({\n\t\tsend: byPigeon('home')\n\t})]\n});\n`
	],
	[
		'with a comma at the end, and spaces',
		`${KIT}\nexport const auth = guardianAuth({\n  prisma,\n});\n`,
		`${KIT}${IMPORT}\nexport const auth = guardianAuth({\n  prisma,\n  features: [post({\n  \tsend: byPigeon('home')\n  })],\n});\n`
	],
	[
		'one is passed',
		`${KIT}const auth = guardianAuth({\n\tprisma,\n\tfeatures: [audit()]\n});\nexport { auth };\n`,
		`${KIT}${IMPORT}const auth = guardianAuth({\n\tprisma,\n\tfeatures: [audit(), post({\n\t\tsend: byPigeon('home')\n\t})]\n});\nexport { auth };\n`
	],
	[
		'an empty list, another name',
		"import { guardianAuth as make } from 'svelte-guardian';\nexport const auth = make({ prisma, features: [] });\n",
		`import { guardianAuth as make } from 'svelte-guardian';\n${IMPORT}export const auth = make({ prisma, features: [post({\n\tsend: byPigeon('home')\n})] });\n`
	],
	[
		'line ends of Windows',
		`${KIT}export const auth = guardianAuth({\n\tprisma\n});\n`.replaceAll('\n', '\r\n'),
		`${KIT}${IMPORT}export const auth = guardianAuth({\n\tprisma,\n\tfeatures: [post({\n\t\tsend: byPigeon('home')\n\t})]\n});\n`.replaceAll(
			'\n',
			'\r\n'
		)
	]
])('NC26: a feature is passed behind the others: %s', (_, source, wanted) => {
	expect(editAuthFeatures(source, feature)).toEqual({ content: wanted });
	expect(editAuthFeatures(wanted, feature)).toBeNull();
});

test.each([
	['options from elsewhere', `${KIT}export const auth = guardianAuth(options);\n`],
	['no options', `${KIT}export const auth = guardianAuth({});\n`],
	['a list from elsewhere', `${KIT}export const auth = guardianAuth({ prisma, features });\n`],
	['inside a function', `${KIT}export const make = () => guardianAuth({ prisma });\n`],
	['its name is taken', `${KIT}const post = 1;\nexport const auth = guardianAuth({ prisma });\n`],
	['another auth', 'export const auth = betterAuth({ prisma });\n'],
	['what cannot be read', `${KIT}export const auth = guardianAuth({\n`]
])('NC26: where it is not plain how, it says what to write: %s', (_, source) => {
	expect(editAuthFeatures(source, feature)).toEqual({
		advice: expect.stringContaining("features: [post({\n\t\tsend: byPigeon('home')\n\t})]")
	});
});
