import { describe, expect, test } from 'vitest';
import { editAppTypes } from './app-types.js';

const IMPORTS = `import type { GuardianLocals } from 'svelte-guardian';
import type { auth } from './lib/server/auth.js';`;
const app = (body: string, imports = '') =>
	`${imports}declare global {\n\tnamespace App {\n${body}\t}\n}\n\nexport {};\n`;

describe("App.Locals has the kit's types, beside what an app has there", () => {
	test.each([
		{
			form: 'as sv create leaves it',
			source: app(
				'\t\t// interface Error {}\n\t\t// interface Locals {}\n\t\t// interface PageData {}\n'
			),
			wanted: app(
				'\t\t// interface Error {}\n\t\tinterface Locals extends GuardianLocals<typeof auth> {}\n\t\t// interface PageData {}\n',
				`${IMPORTS}\n\n`
			)
		},
		{
			form: 'members of its own',
			source: app('\t\tinterface Locals {\n\t\t\ttheme: string;\n\t\t}\n'),
			wanted: app(
				'\t\tinterface Locals extends GuardianLocals<typeof auth> {\n\t\t\ttheme: string;\n\t\t}\n',
				`${IMPORTS}\n\n`
			)
		},
		{
			form: 'another interface',
			source: app(
				'\t\tinterface Locals extends Other<string> {}\n',
				"import type { Other } from 'o';\n\n"
			),
			wanted: app(
				'\t\tinterface Locals extends Other<string>, GuardianLocals<typeof auth> {}\n',
				`import type { Other } from 'o';\n${IMPORTS}\n\n`
			)
		},
		{
			form: 'no Locals',
			source: app('\t\tinterface Error {\n\t\t\tid: string;\n\t\t}\n'),
			wanted: app(
				'\t\tinterface Locals extends GuardianLocals<typeof auth> {}\n\t\tinterface Error {\n\t\t\tid: string;\n\t\t}\n',
				`${IMPORTS}\n\n`
			)
		},
		{
			form: 'an empty namespace on one line',
			source: 'declare global {\n  namespace App {}\n}\nexport {};\n',
			wanted: `${IMPORTS}\n\ndeclare global {\n  namespace App {\n    interface Locals extends GuardianLocals<typeof auth> {}\n  }\n}\nexport {};\n`
		}
	])('$form', ({ source, wanted }) => {
		expect(editAppTypes(source)).toEqual({ content: wanted });
		expect(editAppTypes(wanted), 'a second time').toBeNull();
	});
});

test('line endings stay', () => {
	const edit = editAppTypes(app('\t\t// interface Locals {}\n').replaceAll('\n', '\r\n'));

	expect(edit).toEqual({ content: expect.not.stringMatching(/[^\r]\n/) });
});

test.each([
	['members that clash', app('\t\tinterface Locals {\n\t\t\tuser: string;\n\t\t}\n')],
	['a type in place of the interface', app('\t\ttype Locals = { theme: string };\n')],
	['a file that is no module', 'declare namespace App {\n\tinterface Locals {}\n}\n'],
	['another auth', app('\t\tinterface Locals {}\n', "import { auth } from './auth';\n")],
	['no namespace', 'export {};\n'],
	['what is no TypeScript', 'declare global {']
])('%s: its author is told what to write', (_, source) => {
	expect(editAppTypes(source)).toEqual({
		advice: expect.stringContaining('GuardianLocals<typeof auth>')
	});
});
