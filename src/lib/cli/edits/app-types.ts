import { keepLineEndings, type Edit } from './edit.js';
import { addImports, importedAs, inside, nameOf, parseModule, type Node } from './parse.js';

const LOCALS = 'GuardianLocals<typeof auth>';
const COMMENT = /\/\/\s*interface Locals\s*\{\s*\}[^\S\n]*;?/;

const ADVICE: Edit = {
	advice: `Give App.Locals svelte-guardian's types, inside "declare global { namespace App { … } }":

	import type { GuardianLocals } from 'svelte-guardian';
	import type { auth } from './lib/server/auth.js';

	interface Locals extends ${LOCALS} {}`
};

/** Adds the kit's types to `App.Locals`, beside what an app has there. */
export function editAppTypes(source: string): Edit {
	const module = parseModule(source);
	if (!module) return ADVICE;
	const { body, text } = module;
	if (importedAs(body, /^svelte-guardian$/, 'GuardianLocals')) return null;

	// Where the file is no module, an import would make it one and take the rest out of the global scope.
	const global = body.find(({ type, global }) => type === 'TSModuleDeclaration' && global);
	const app = inside(global).find((node) => namespaceIn(node)?.id?.name === 'App');
	const block = namespaceIn(app)?.body as Node | undefined;
	if (!block || /\bauth\b/.test(bindingsOf(body))) return ADVICE;

	const locals = inside(block).map(declarationOf).find(isLocals);
	if (locals) {
		if (locals.type !== 'TSInterfaceDeclaration' || clashes(locals)) return ADVICE;
		const last = locals.extends?.at(-1);
		if (last) text.appendLeft(last.end, `, ${LOCALS}`);
		else text.appendLeft(locals.id!.end, ` extends ${LOCALS}`);
	} else {
		const start = block.start + text.offset;
		const end = block.end + text.offset;
		const comment = COMMENT.exec(source.slice(start, end));
		if (comment) {
			const at = block.start + comment.index;
			text.overwrite(at, at + comment[0].length, `interface Locals extends ${LOCALS} {}`);
		} else {
			const indent = /^[^\S\n]*/.exec(source.slice(source.lastIndexOf('\n', start) + 1))![0];
			text.appendLeft(
				block.start + 1,
				`\n${indent}${indent.includes(' ') ? '  ' : '\t'}interface Locals extends ${LOCALS} {}`
			);
			if (source[start + 1] !== '\n' && source[start + 1] !== '\r')
				text.appendLeft(block.start + 1, `\n${indent}`);
		}
	}
	addImports(module, [
		"import type { GuardianLocals } from 'svelte-guardian';",
		"import type { auth } from './lib/server/auth.js';"
	]);
	const edited = text.toString();
	return parseModule(edited) ? { content: keepLineEndings(source, edited) } : ADVICE;
}

const declarationOf = (node: Node): Node => node.declaration ?? node;

const namespaceIn = (node: Node | undefined): Node | undefined => {
	const declaration = node && declarationOf(node);
	return declaration?.type === 'TSModuleDeclaration' ? declaration : undefined;
};

const isLocals = ({ type, id }: Node) =>
	(type === 'TSInterfaceDeclaration' || type === 'TSTypeAliasDeclaration') && id?.name === 'Locals';

/** An interface cannot extend another that has the same members with other types. */
const clashes = (locals: Node) =>
	inside(locals).some(({ key }) => ['user', 'session'].includes(nameOf(key) ?? ''));

/** The names that a file's imports have taken. */
const bindingsOf = (body: Node[]) =>
	body.flatMap(({ specifiers }) => specifiers?.map(({ local }) => nameOf(local))).join(' ');
