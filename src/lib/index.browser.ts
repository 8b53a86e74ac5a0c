/**
 * The names of the server's entry. Without them a bundler, or the browser, would only say that they are missing, and
 * never come to the error that explains it.
 */
export const defineAction = undefined;
export const defineFeature = undefined;
export const guardianAuth = undefined;
export const GuardianError = undefined;
export const hashPassword = undefined;
export const prismaSchema = undefined;
export const StoreError = undefined;
export const verifyPassword = undefined;

throw new Error(
	'`svelte-guardian` is for the server and was imported by code that runs in the browser. ' +
		'Import `signOut` and `SignOutButton` from `svelte-guardian/client`, schemas from `svelte-guardian/schemas`, ' +
		'and keep your auth instance in `src/lib/server` or in a `*.server.ts` file.'
);
