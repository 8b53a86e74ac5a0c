import { describe, expect, test } from 'vitest';
import { editLayoutLoad } from './layout-load.js';
import { editLayout } from './layout.js';

const ADDED = `<SessionSync user={data.user} />

<nav class="guardian-nav" aria-label="Account">
	{#if data.user}
		<a href={resolve('/account')}>Account</a>
		<SignOutButton />
	{:else}
		<a href={resolve('/signin')}>Sign in</a>
		<a href={resolve('/signup')}>Sign up</a>
	{/if}
</nav>

{@render children()}
`;
const IMPORT = `import { SessionSync, SignOutButton } from 'svelte-guardian/client';
	import './guardian.css';`;
const RESOLVE = "import { resolve } from '$app/paths';";

describe('a root layout gets SessionSync, links and the button above its pages', () => {
	test.each([
		{
			form: 'as sv create leaves it',
			source: `<script lang="ts">
	import favicon from '$lib/assets/favicon.svg';

	let { children } = $props();
</script>

<svelte:head>
	<link rel="icon" href={favicon} />
</svelte:head>

{@render children()}
`,
			wanted: `<script lang="ts">
	import favicon from '$lib/assets/favicon.svg';
	${RESOLVE}
	${IMPORT}

	let { data, children } = $props();
</script>

<svelte:head>
	<link rel="icon" href={favicon} />
</svelte:head>

${ADDED}`
		},
		{
			form: 'data is asked for already, and nothing imported',
			source: `<script>
	const { data, children } = $props();
</script>

{@render children()}
`,
			wanted: `<script>
	${RESOLVE}
	${IMPORT}

	const { data, children } = $props();
</script>

${ADDED}`
		},
		{
			form: 'resolve is imported already, by another name',
			source: `<script>
	import { resolve as to } from '$app/paths';

	const { data, children } = $props();
</script>

<a href={to('/')}>Home</a>

{@render children()}
`,
			wanted: `<script>
	import { resolve as to } from '$app/paths';
	${IMPORT}

	const { data, children } = $props();
</script>

<a href={to('/')}>Home</a>

${ADDED.replaceAll('resolve(', 'to(')}`
		}
	])('$form', ({ source, wanted }) => {
		expect(editLayout(source)).toEqual({ content: wanted });
		expect(editLayout(wanted), 'a second time').toBeNull();
	});
});

test.each([
	[
		'props with a type of their own',
		'<script lang="ts">\n\tlet { children }: { children: Snippet } = $props();\n</script>\n\n{@render children()}\n'
	],
	[
		'props with a type in a comment',
		'<script>\n\t/** @type {{ children: any }} */\n\tlet { children } = $props();\n</script>\n\n{@render children()}\n'
	],
	[
		'pages inside of something',
		'<script>\n\tlet { children } = $props();\n</script>\n\n<main>{@render children()}</main>\n'
	],
	[
		'a resolve of its own',
		"<script>\n\timport { resolve } from './own.js';\n\tlet { children } = $props();\n</script>\n\n{@render children()}\n"
	],
	['a slot', '<slot />\n'],
	['no component', '<script>\n\tlet {\n</script>\n']
])('%s: its author is told what to write', (_, source) => {
	expect(editLayout(source)).toEqual({
		advice: expect.stringContaining('<SessionSync user={data.user} />')
	});
});

test("a layout's own load is its author's to change, unless it returns the user already", () => {
	expect(editLayoutLoad('export const load = () => ({ a: 1 });')).toEqual({
		advice: expect.stringContaining('user: locals.user')
	});
	expect(editLayoutLoad('export const load = ({ locals }) => ({ user: locals.user });')).toBeNull();
});
