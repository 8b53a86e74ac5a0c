import { keepLineEndings, type Edit } from './edit.js';
import { nameOf, parseModule, type Node } from './parse.js';

const FLAG = 'remoteFunctions: true';
const EXPERIMENTAL = `experimental: { ${FLAG} }`;

const ADVICE: Edit = {
	advice: `Switch remote functions on, in the settings of SvelteKit ("kit" in svelte.config.js, or what sveltekit() is called with in
vite.config):

	${EXPERIMENTAL}`
};

/** Switches remote functions on, in svelte.config (SvelteKit 2) or in vite.config (3). */
export function editKitConfig(source: string): Edit {
	if (/\bremoteFunctions\b/.test(source)) return null;
	const module = parseModule(source);
	const settings = module && settingsIn(module.body);
	if (!module || !settings) return ADVICE;
	const { text } = module;
	const experimental = propertyOf(settings, 'experimental');
	if (experimental && experimental.type !== 'ObjectExpression') return ADVICE;
	insert(experimental ?? settings, experimental ? FLAG : EXPERIMENTAL);
	const edited = text.toString();
	return parseModule(edited) ? { content: keepLineEndings(source, edited) } : ADVICE;

	/** At the start: whatever comes behind it, a comma is right where something does. */
	function insert(object: Node, code: string) {
		const first = object.properties?.[0];
		if (!first) text.overwrite(object.start, object.end, `{ ${code} }`);
		else {
			const start = first.start + text.offset;
			const line = source.slice(source.lastIndexOf('\n', start - 1) + 1, start);
			text.appendLeft(first.start, `${code},${line.trim() ? ' ' : `\n${line}`}`);
		}
	}
}

/** `kit` of the object that svelte.config exports, or the first argument of `sveltekit()`. */
function settingsIn(body: Node[]): Node | undefined {
	for (const node of everything(body)) {
		if (node.type === 'CallExpression' && node.callee?.name === 'sveltekit') {
			const argument = node.arguments?.[0];
			if (argument?.type === 'ObjectExpression') return argument;
		}
		const kit = node.type === 'ObjectExpression' ? propertyOf(node, 'kit') : undefined;
		if (kit?.type === 'ObjectExpression') return kit;
	}
	return undefined;
}

const propertyOf = (object: Node, name: string) =>
	object.properties?.find(({ key }) => nameOf(key) === name)?.value as Node | undefined;

/** Every node, from the outside in. */
function* everything(value: unknown): Generator<Node> {
	if (Array.isArray(value)) for (const one of value) yield* everything(one);
	else if (typeof value === 'object' && value !== null) {
		if ('type' in value && 'start' in value) yield value as Node;
		for (const [key, inner] of Object.entries(value))
			if (key !== 'leadingComments' && key !== 'loc') yield* everything(inner);
	}
}
