export { default as SessionSync } from '../features/sign-out/client/SessionSync.svelte';
export { default as SignOutButton } from '../features/sign-out/client/SignOutButton.svelte';
export { onSignOut } from '../features/sign-out/client/sign-out-cleanup.js';
export { signOut } from '../features/sign-out/client/sign-out.js';
export type { NoticeTexts } from '../features/sign-out/client/page.js';
export type { ClientFailureCode } from '../errors.js';
export type { SignOutScope } from '../events.js';
export type { SignInRequired } from '../http/sign-in-required.js';
export type { ClientSignOutOptions, ClientSignOutResult, SignOutFailure } from '../types.js';
