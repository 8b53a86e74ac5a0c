export { default as SessionSync } from './SessionSync.svelte';
export { default as SignOutButton } from './SignOutButton.svelte';
export { onSignOut } from './leaving.js';
export { signOut } from './sign-out.js';
export type { ClientFailureCode } from '../errors.js';
export type {
	ClientSignOutOptions,
	ClientSignOutResult,
	SignOutFailure,
	SignOutScope
} from '../types.js';
