import { keepLineEndings, type Edit } from './edit.js';
import { importedAs, parseComponent, type Component, type Node } from './parse.js';

const RESOLVE = "import { resolve } from '$app/paths';";
const IMPORTS = [
	"import { SessionSync, SignOutButton } from 'svelte-guardian/client';",
	"import './guardian.css';"
];
const markup = (resolve: string) => `<SessionSync user={data.user} />

<nav class="guardian-nav" aria-label="Account">
	{#if data.user}
		<a href={${resolve}('/account')}>Account</a>
		<SignOutButton />
	{:else}
		<a href={${resolve}('/signin')}>Sign in</a>
		<a href={${resolve}('/signup')}>Sign up</a>
	{/if}
</nav>

`;

const ADVICE: Edit = {
	advice: `Add the links and the button, and what updates other tabs when the user changes ("data" comes from $props()):

	${[RESOLVE, ...IMPORTS].join('\n\t')}

	${markup('resolve').trim().replaceAll('\n', '\n\t')}`
};

/** Adds `SessionSync`, the links and the button to a root layout, above where it renders its pages. */
export function editLayout(source: string): Edit {
	if (source.includes('svelte-guardian/client')) return null;
	const component = parseComponent(source);
	const edited = component && edit(component, source);
	return edited && parseComponent(edited) ? { content: keepLineEndings(source, edited) } : ADVICE;
}

/** @returns `null` where it is not plain how */
function edit({ script, fragment, text }: Component, source: string): string | null {
	const props = script && findProps(script.body);
	const children = fragment.find(
		({ type, expression }) =>
			type === 'RenderTag' &&
			expression?.type === 'CallExpression' &&
			expression.callee?.name === 'children'
	);
	if (!script || !props || !children) return null;

	const { pattern } = props;
	const names = (pattern.properties ?? []).map(({ key }) => key?.name);
	const first = pattern.properties?.[0];
	if (!names.includes('data')) {
		if (!first) return null;
		text.appendLeft(first.start, 'data, ');
	}
	const start = source.lastIndexOf('\n', children.start - 1) + 1;
	// Something stands before it on its line: then that something surrounds it, or is words.
	if (source.slice(start, children.start).trim()) return null;
	// A `resolve` of another origin would clash with ours.
	const known = importedAs(script.body, /^\$app\/paths$/, 'resolve');
	if (!known && /\bresolve\b/.test(source)) return null;
	text.appendLeft(start, markup(known ?? 'resolve'));
	const imports = known ? IMPORTS : [RESOLVE, ...IMPORTS];

	const statement = script.body[0]!;
	const last = script.body.filter(({ type }) => type === 'ImportDeclaration').at(-1);
	const indentOf = (at: number) =>
		/^[^\S\n]*/.exec(source.slice(source.lastIndexOf('\n', at - 1) + 1))![0];
	const indent = indentOf((last ?? statement).start);
	const lines = imports.map((line) => `\n${indent}${line}`).join('');
	if (last) text.appendLeft(last.end, lines);
	else text.appendLeft(script.start, `${lines}\n`);
	return text.toString();
}

/** `let { … } = $props()`, unless its type is written down: that type would have to change, too. */
function findProps(body: Node[]): { pattern: Node } | null {
	for (const { declarations, leadingComments } of body) {
		for (const { id, init } of declarations ?? []) {
			if (init?.type !== 'CallExpression' || init.callee?.name !== '$props') continue;
			const isTyped =
				id?.typeAnnotation ||
				'typeArguments' in init ||
				'typeParameters' in init ||
				leadingComments?.some(({ value }) => value.includes('@type'));
			return id?.type === 'ObjectPattern' && !isTyped ? { pattern: id } : null;
		}
	}
	return null;
}
