import type { Recipe } from '../../recipe.js';
import { keepLineEndings, type Edit } from './edit.js';
import { addImports, importedAs, nameOf, parseModule, type Module, type Node } from './parse.js';

type Feature = NonNullable<Recipe['feature']>;

/** Passes a feature to `guardianAuth()`, behind those that are passed already. */
export function editAuthFeatures(source: string, feature: Feature): Edit {
	const { imports, from } = feature;
	const module = parseModule(source);
	if (!module) return advise(feature);
	const isFrom = new RegExp(`^${from.replace(/[^\w/-]/g, '\\$&')}$`);
	if (importedAs(module.body, isFrom, imports[0])) return null;
	if (imports.some((name) => declaredIn(module.body).includes(name))) return advise(feature);

	const options = optionsOf(module.body);
	if (!options || !addTo(options, module, feature.call, source)) return advise(feature);
	addImports(module, [`import { ${[...imports].sort().join(', ')} } from '${from}';`]);
	const edited = module.text.toString();
	return parseModule(edited) ? { content: keepLineEndings(source, edited) } : advise(feature);
}

const advise = ({ imports, from, call }: Feature): Edit => ({
	advice: `Pass the feature to guardianAuth():

	import { ${[...imports].sort().join(', ')} } from '${from}';

	features: [${call.replaceAll('\n', '\n\t')}]`
});

/** What the first `guardianAuth()` of a file is called with, if that is written down there. */
function optionsOf(body: Node[]): Node | undefined {
	const guardianAuth = importedAs(body, /^svelte-guardian$/, 'guardianAuth');
	const call = body
		.flatMap((statement) => (statement.declaration ?? statement).declarations ?? [])
		.map(({ init }) => init)
		.find((init) => init?.type === 'CallExpression' && init.callee?.name === guardianAuth);
	const options = guardianAuth && call?.arguments?.[0];
	return options && options.type === 'ObjectExpression' ? options : undefined;
}

/** @returns whether it was plain where to write it */
function addTo({ properties = [] }: Node, module: Module, call: string, source: string): boolean {
	const { text } = module;
	const last = properties.at(-1);
	if (!last) return false;
	const start = last.start + text.offset;
	const line = source.slice(source.lastIndexOf('\n', start - 1) + 1, start);
	const indent = /^[ \t]*/.exec(line)![0];
	const code = call.replaceAll('\n', `\n${indent}`);

	const features = properties.find(({ key }) => nameOf(key) === 'features');
	if (!features) {
		// On one line with others it stays on that line.
		text.appendLeft(last.end, `,${line.trim() ? ' ' : `\n${indent}`}features: [${code}]`);
		return true;
	}
	const list = features.value as Node;
	if (list.type !== 'ArrayExpression') return false;
	const final = list.elements?.at(-1);
	if (final) text.appendLeft(final.end, `, ${code}`);
	else text.appendLeft(list.start + 1, code);
	return true;
}

/** The names that the imports and declarations at the top of a file have taken. */
const declaredIn = (body: Node[]) =>
	body.flatMap((statement) => {
		const { specifiers, declarations, id } = statement.declaration ?? statement;
		return [
			...(specifiers ?? []).map(({ local }) => nameOf(local)),
			...(declarations ?? []).map((one) => nameOf(one.id)),
			nameOf(id)
		];
	});
