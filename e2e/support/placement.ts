import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import MagicString from 'magic-string';
import { compile, parse } from 'svelte/compiler';
import { root } from './quick-start.js';

/** The parts of Svelte's syntax tree that are looked at. */
interface Node {
	type: string;
	name?: string;
	start: number;
	end: number;
	fragment?: { nodes: Node[] };
	[key: string]: unknown;
}

/** What a component renders, as bare tags: before the content that it is given, and after it. */
interface Skeleton {
	before: string;
	after: string;
}

/** Component name to source, of the kit's and the demo's own. */
export type Sources = ReadonlyMap<string, string>;

const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;

/** The components whose markup is known: the kit's, and those in the folders given, from the root of the repository. */
export async function componentSources(...folders: string[]): Promise<Sources> {
	const found = new Map<string, string>();
	for (const folder of ['src/lib/features/sign-out/client', ...folders]) {
		for (const path of await svelteFiles(folder)) {
			found.set(basename(path, '.svelte'), await readFile(join(root, path), 'utf8'));
		}
	}
	return found;
}

/** The Svelte files of a folder, by path from the root of the repository. */
export async function svelteFiles(folder: string): Promise<string[]> {
	const names = await readdir(join(root, folder), { recursive: true });
	return names.filter((name) => name.endsWith('.svelte')).map((name) => join(folder, name));
}

/**
 * What Svelte says about a component once the components in it are replaced by the tags that they render. By itself it
 * looks at one file: a `<form>` in a `<p>` is an error to it, and a component that renders a `<form>` is not, although the
 * browser moves either out of the `<p>`, and hydration then finds another page than the server made.
 *
 * @returns what stands where it must not, and every error; empty for a component that is fine
 *
 * @example
 * ```ts
 * complaintsAbout('<p><SignOutButton /></p>', await componentSources()); // ['node_invalid_placement: …']
 * ```
 */
export function complaintsAbout(source: string, components: Sources): string[] {
	try {
		const { warnings } = compile(inline(source, components), { generate: 'client', runes: true });
		return warnings
			.filter(({ code }) => code.startsWith('node_invalid_placement'))
			.map(({ code, message }) => `${code}: ${message}`);
	} catch (error) {
		const { code, message } = error as { code?: string; message: string };
		return [`${code}: ${message}`];
	}
}

function inline(source: string, components: Sources): string {
	const text = new MagicString(source);
	const visit = (node: Node) => {
		const known = node.type === 'Component' ? components.get(node.name!) : undefined;
		if (known !== undefined) {
			const { before, after } = skeletonOf(known, components, attributesOf(node));
			const [first, last] = [node.fragment?.nodes[0], node.fragment?.nodes.at(-1)];
			if (first && last) {
				text.overwrite(node.start, first.start, before);
				text.overwrite(last.end, node.end, after);
			} else text.overwrite(node.start, node.end, before + after);
		}
		childrenOf(node).forEach(visit);
	};
	childrenOf(parse(source, { modern: true }).fragment as unknown as Node).forEach(visit);
	return text.toString();
}

/** @param given the names of the attributes that it is given */
function skeletonOf(source: string, components: Sources, given: string[]): Skeleton {
	const skeleton: Skeleton = { before: '', after: '' };
	let part: keyof Skeleton = 'before';
	const visit = (node: Node) => {
		if (node.type === 'SnippetBlock') return;
		if (node.type === 'RenderTag' && isChildren(node)) part = 'after';
		if (node.type === 'Component') {
			const inner = components.get(node.name!);
			if (inner !== undefined)
				skeleton[part] += Object.values(skeletonOf(inner, components, attributesOf(node))).join('');
		}
		const name = elementName(node, given);
		if (name) skeleton[part] += `<${name}>`;
		childrenOf(node).forEach(visit);
		if (name && !VOID.test(name)) skeleton[part] += `</${name}>`;
	};
	childrenOf(parse(source, { modern: true }).fragment as unknown as Node).forEach(visit);
	return skeleton;
}

/** The name of an element. That of `<svelte:element this={prop ? 'a' : 'b'}>` depends on whether the prop is given. */
function elementName(node: Node, given: string[]): string | undefined {
	if (node.type === 'RegularElement') return node.name;
	if (node.type !== 'SvelteElement') return undefined;
	const { test, consequent, alternate } = node.tag as {
		test?: { name: string };
		consequent?: { value: string };
		alternate?: { value: string };
	};
	const chosen = test && given.includes(test.name) ? consequent : alternate;
	if (!chosen) throw new Error('An element whose name cannot be told.');
	return chosen.value;
}

const attributesOf = (node: Node) =>
	((node.attributes ?? []) as { name?: string }[]).flatMap(({ name }) => name ?? []);

const isChildren = ({ expression }: Node) =>
	JSON.stringify(expression, ['type', 'callee', 'name', 'expression']).includes('"children"');

/** Everything that stands in a node, in the branches of a block too. */
function childrenOf(node: Node): Node[] {
	const own = (node as { nodes?: Node[] }).nodes ?? [];
	const parts = [
		'fragment',
		'consequent',
		'alternate',
		'body',
		'fallback',
		'pending',
		'then',
		'catch'
	];
	const fragments = parts.map((part) => node[part] as { nodes?: Node[] } | null | undefined);
	return [...own, ...fragments.flatMap((fragment) => fragment?.nodes ?? [])];
}
