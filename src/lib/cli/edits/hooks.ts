import { freeName, keepLineEndings, type Edit } from './edit.js';
import { addImports, importedAs, nameOf, parseModule, type Module, type Node } from './parse.js';

const AUTH = /(^|\/)server\/auth(\.js|\.ts)?$/;

/**
 * Has an app's own `handle` run after the kit's: whatever it does, it may then ask who is signed in.
 *
 * @param source of src/hooks.server
 * @param auth how that file imports src/lib/server/auth
 */
export function editHooks(source: string, auth: string): Edit {
	const module = parseModule(source);
	if (!module) return advise(auth);
	if (callsKit(module.body, source)) return null;

	const edited = compose(module, source, auth);
	if (edited === null || !parseModule(edited)) return advise(auth);
	return { content: keepLineEndings(source, edited) };
}

const advise = (auth: string): Edit => ({
	advice: `This file exports its handle in a way that init does not change by itself. Put svelte-guardian's before it:

	import { sequence } from '@sveltejs/kit/hooks';
	import { handle as guardianHandle } from '${auth}';

	export const handle = sequence(guardianHandle, /* yours */);`
});

function callsKit(body: Node[], source: string): boolean {
	const isReexported = body.some(
		({ type, source: from, specifiers }) =>
			type === 'ExportNamedDeclaration' &&
			AUTH.test(String(from?.value)) &&
			specifiers?.some(({ local }) => nameOf(local) === 'handle')
	);
	const auth = importedAs(body, AUTH, 'auth');
	return (
		isReexported ||
		importedAs(body, AUTH, 'handle') !== undefined ||
		(auth !== undefined && source.includes(`${auth}.handle`))
	);
}

/** @returns `null` where `handle` is exported, but not in a way that is known here */
function compose(module: Module, source: string, auth: string): string | null {
	const { body, text } = module;
	const found = findHandle(body);
	if (found === 'unknown') return null;
	if (!found) {
		const gap = source.trim() ? (source.endsWith('\n') ? '\n' : '\n\n') : '';
		return `${source}${gap}export { handle } from '${auth}';\n`;
	}

	const kit = freeName(source, 'guardianHandle');
	const own = importedAs(body, /^@sveltejs\/kit\/hooks$/, 'sequence');
	const sequence = own ?? freeName(source, 'sequence');
	const imports = [`import { handle as ${kit} } from '${auth}';`];
	if (!own) {
		const name = sequence === 'sequence' ? sequence : `sequence as ${sequence}`;
		imports.unshift(`import { ${name} } from '@sveltejs/kit/hooks';`);
	}

	const { statement } = found;
	if ('init' in found) {
		const { init } = found;
		const isSequence = init.type === 'CallExpression' && init.callee?.name === sequence && own;
		const first = init.arguments?.[0];
		if (isSequence && first) {
			text.appendLeft(first.start, `${kit}, `);
		} else {
			text.appendLeft(init.start, `${sequence}(${kit}, `);
			text.appendRight(init.end, ')');
		}
	} else if ('declaration' in found) {
		const composed = freeName(source, 'handleWithAuth');
		text.remove(statement.start, found.declaration.start);
		const code = `const ${composed} = ${sequence}(${kit}, handle);\nexport { ${composed} as handle };\n`;
		text.append(`${source.endsWith('\n') ? '' : '\n'}\n${code}`);
	} else if (statement.source) {
		const app = freeName(source, 'appHandle');
		const from = source.slice(
			statement.source.start + text.offset,
			statement.source.end + text.offset
		);
		const name = nameOf(found.specifier.local);
		imports.push(`import { ${name} as ${app} } from ${from};`);
		const rest = statement
			.specifiers!.filter((specifier) => specifier !== found.specifier)
			.map(({ start, end }) => source.slice(start + text.offset, end + text.offset));
		const others = rest.length ? `export { ${rest.join(', ')} } from ${from};\n` : '';
		text.overwrite(
			statement.start,
			statement.end,
			`${others}export const handle = ${sequence}(${kit}, ${app});`
		);
	} else {
		const composed = freeName(source, 'handleWithAuth');
		const local = nameOf(found.specifier.local);
		text.appendLeft(statement.start, `const ${composed} = ${sequence}(${kit}, ${local});\n`);
		text.overwrite(found.specifier.start, found.specifier.end, `${composed} as handle`);
	}
	addImports(module, imports);
	return text.toString();
}

type Found =
	| { statement: Node; init: Node }
	| { statement: Node; declaration: Node }
	| { statement: Node; specifier: Node };

function findHandle(body: Node[]): Found | 'unknown' | null {
	for (const statement of body) {
		if (statement.type !== 'ExportNamedDeclaration') continue;
		const { declaration } = statement;
		if (declaration?.type === 'FunctionDeclaration' && declaration.id?.name === 'handle')
			return { statement, declaration };
		for (const { id, init } of declaration?.declarations ?? []) {
			if (id?.type !== 'Identifier' && exportsHandle(id)) return 'unknown';
			if (id?.name === 'handle') return init ? { statement, init } : 'unknown';
		}
		const specifier = statement.specifiers?.find(({ exported }) => nameOf(exported) === 'handle');
		if (specifier) return { statement, specifier };
	}
	// Whether it brings a handle along, only the other file knows.
	return body.some(({ type, exported }) => type === 'ExportAllDeclaration' && !exported)
		? 'unknown'
		: null;
}

/** Whether a pattern such as `{ handle, signIn }` or `{ auth: { handle } }` makes that name. */
function exportsHandle(pattern: Node | undefined): boolean {
	return (pattern?.properties ?? []).some(({ value, key }) => {
		const target = (value ?? key) as Node;
		return target.name === 'handle' || exportsHandle(target);
	});
}
