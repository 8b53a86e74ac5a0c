throw new Error(
	'`svelte-guardian` is for the server and was imported by code that runs in the browser. ' +
		'Import `signOut` and `SignOutButton` from `svelte-guardian/client`, schemas from `svelte-guardian/schemas`, ' +
		'and keep your auth instance in `src/lib/server` or in a `*.server.ts` file.'
);

export {};
