/**
 * The exports of the server entry. If they were missing here, a bundler or the browser would report a missing export instead
 * of the error below.
 */
export const defineAction = undefined;
export const defineFeature = undefined;
export const guardianAuth = undefined;
export const GuardianError = undefined;
export const hashPassword = undefined;
export const prismaSchema = undefined;
export const SESSIONS_KEY = undefined;
export const StoreError = undefined;
export const tokenModels = undefined;
export const verifyPassword = undefined;

throw new Error(
	'`svelte-guardian` is for the server and was imported by code that runs in the browser. ' +
		'Import `signOut` and `SignOutButton` from `svelte-guardian/client`, schemas from `svelte-guardian/schemas`, ' +
		'and keep your auth instance in `src/lib/server` or in a `*.server.ts` file.'
);
