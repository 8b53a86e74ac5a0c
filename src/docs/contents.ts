/** The pages, in the order in which one reads them. Each is `src/docs/<slug>.md`, and `/docs/<slug>`. */
export const CONTENTS = [
	{
		title: 'Start',
		pages: [
			{ slug: 'getting-started', title: 'Getting started' },
			{ slug: 'signing-out', title: 'How signing out works' },
			{ slug: 'works-with', title: 'It works with' }
		]
	},
	{
		title: 'Guides',
		pages: [
			{ slug: 'recipes', title: 'Recipes' },
			{ slug: 'components', title: 'Components' },
			{ slug: 'in-a-menu', title: 'In a menu' },
			{ slug: 'options', title: 'Options' },
			{ slug: 'passwords', title: 'Passwords' },
			{ slug: 'rate-limits', title: 'Rate limits' },
			{ slug: 'email', title: 'E-mail' },
			{ slug: 'testing', title: 'Testing your app' },
			{ slug: 'write-a-feature', title: 'Write a feature' }
		]
	},
	{
		title: 'Operating',
		pages: [
			{ slug: 'deploying', title: 'Deploying' },
			{ slug: 'scaling-out', title: 'Scaling out' },
			{ slug: 'when-things-break', title: 'What is promised when things break' },
			{ slug: 'troubleshooting', title: 'Troubleshooting' },
			{ slug: 'security', title: 'Security' },
			{ slug: 'benchmarks', title: 'Benchmarks' }
		]
	},
	{
		title: 'Moving',
		pages: [
			{ slug: 'from-lucia', title: 'From Lucia v3' },
			{ slug: 'from-auth-js', title: 'From Auth.js' },
			{ slug: 'from-better-auth', title: 'From Better Auth' }
		]
	},
	{
		title: 'The project',
		pages: [
			{ slug: 'contributing', title: 'Contributing' },
			{ slug: 'what-is-tested', title: 'What is tested' }
		]
	},
	{
		title: 'Reference',
		pages: [
			{ slug: 'reference/server', title: 'svelte-guardian' },
			{ slug: 'reference/client', title: 'svelte-guardian/client' },
			{ slug: 'reference/schemas', title: 'svelte-guardian/schemas' },
			{ slug: 'reference/testing', title: 'svelte-guardian/testing' },
			{ slug: 'reference/libsql', title: 'svelte-guardian/libsql' },
			{ slug: 'reference/pg', title: 'svelte-guardian/pg' },
			{ slug: 'reference/email', title: 'svelte-guardian/email' }
		]
	}
];

/** What `/docs` shows. */
export const FIRST = CONTENTS[0]!.pages[0]!.slug;
