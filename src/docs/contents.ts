/** The pages, in the order in which one reads them. Each is `src/docs/<slug>.md`, and `/docs/<slug>`. */
export const CONTENTS = [
	{
		title: 'Start',
		pages: [
			{ slug: 'getting-started', title: 'Getting started' },
			{ slug: 'signing-out', title: 'How signing out works' }
		]
	},
	{
		title: 'Reference',
		pages: [
			{ slug: 'reference/server', title: 'svelte-guardian' },
			{ slug: 'reference/client', title: 'svelte-guardian/client' },
			{ slug: 'reference/schemas', title: 'svelte-guardian/schemas' }
		]
	}
];

/** What `/docs` shows. */
export const FIRST = CONTENTS[0]!.pages[0]!.slug;
