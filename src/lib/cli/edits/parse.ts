import MagicString from 'magic-string';
import { parse } from 'svelte/compiler';

/** The parts of a syntax tree that the edits look at. */
export interface Node {
	type: string;
	start: number;
	end: number;
	name?: string;
	kind?: string;
	value?: unknown;
	global?: boolean;
	id?: Node;
	init?: Node | null;
	key?: Node;
	body?: Node | Node[];
	source?: Node | null;
	local?: Node;
	imported?: Node;
	exported?: Node | null;
	declaration?: Node | null;
	declarations?: Node[];
	specifiers?: Node[];
	properties?: Node[];
	elements?: Node[];
	callee?: Node;
	arguments?: Node[];
	expression?: Node;
	extends?: Node[];
	typeAnnotation?: Node;
	leadingComments?: Array<{ value: string }>;
}

/** A module's statements, and its text to change at their positions. */
export interface Module {
	body: Node[];
	text: MagicString;
}

const OPEN = '<script lang="ts">';

/**
 * Reads a module with Svelte's own parser, which every app has and which knows TypeScript: no other has to come along.
 *
 * @returns `null` for what it cannot read
 */
export function parseModule(source: string): Module | null {
	// Of the same length, so that positions hold: a string may contain what would end the script.
	const harmless = source.replaceAll('</script', '<_script');
	try {
		const root = parse(`${OPEN}${harmless}</script>`, { modern: true });
		const body = root.instance?.content.body as unknown as Node[];
		return { body, text: new MagicString(source, { offset: -OPEN.length }) };
	} catch {
		return null;
	}
}

/** A component's script and markup, and its text to change at their positions. */
export interface Component {
	/** Of the instance script; `null` when there is none. */
	script: { body: Node[]; start: number } | null;
	fragment: Node[];
	text: MagicString;
}

/** @returns `null` for what Svelte cannot read */
export function parseComponent(source: string): Component | null {
	try {
		const { instance, fragment } = parse(source, { modern: true });
		const content = instance?.content as unknown as { body: Node[]; start: number } | undefined;
		return {
			script: content ? { body: content.body, start: content.start } : null,
			fragment: fragment.nodes as unknown as Node[],
			text: new MagicString(source)
		};
	} catch {
		return null;
	}
}

/** The name that something is exported or imported under. */
export const nameOf = (node: Node | null | undefined): string | undefined =>
	node?.name ?? (typeof node?.value === 'string' ? node.value : undefined);

/** The statements inside, of a block or of a module. */
export const inside = (node: Node | undefined): Node[] =>
	Array.isArray(node?.body) ? node.body : node?.body ? inside(node.body) : [];

/** The import statements. */
export const importsOf = (body: Node[]): Node[] =>
	body.filter(({ type }) => type === 'ImportDeclaration');

/** The local name under which a module's export is imported. */
export function importedAs(body: Node[], from: RegExp, name: string): string | undefined {
	for (const { source, specifiers } of importsOf(body)) {
		if (typeof source?.value !== 'string' || !from.test(source.value)) continue;
		const found = specifiers?.find(({ imported }) => nameOf(imported) === name);
		if (found) return nameOf(found.local);
	}
	return undefined;
}

/** Adds import statements below those that are there, or at the top. */
export function addImports({ body, text }: Module, lines: string[]): void {
	if (!lines.length) return;
	const last = importsOf(body).at(-1);
	if (last) {
		text.appendLeft(last.end, lines.map((line) => `\n${line}`).join(''));
		return;
	}
	// Words to TypeScript or to a linter are heard only from the top of a file.
	const heading = /^(?:#!.*\r?\n|\/\/ @ts-.*\r?\n|\/\* eslint.*\r?\n)*/.exec(text.original)![0];
	text.appendLeft(heading.length - text.offset, `${lines.join('\n')}\n\n`);
}
