/**
 * The imports that a user writes, and the source that each leads to in this repository: the demo writes them as well. Not
 * SvelteKit's `alias`, for packaging would follow it in doc comments, too, and show users a path that they do not have.
 *
 * @type {Record<string, string>}
 */
export const OWN_IMPORTS = {
	'svelte-guardian': 'src/lib/index.ts',
	'svelte-guardian/email': 'src/lib/email.ts',
	'svelte-guardian/client': 'src/lib/client/index.ts',
	'svelte-guardian/libsql': 'src/lib/libsql.ts',
	'svelte-guardian/pg': 'src/lib/pg.ts',
	'svelte-guardian/styles.css': 'src/lib/styles.css',
	'svelte-guardian/schemas': 'src/lib/schemas.ts',
	'svelte-guardian/testing': 'src/lib/testing/index.ts'
};
