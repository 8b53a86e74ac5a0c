import type { SignOutReason } from '../../events.js';

/** Which sessions to end, and why. Only `all` and `session` can be those of another user than the signed-in one. */
export type SignOutCommand = { reason?: SignOutReason | undefined } & (
	| { scope: 'current' | 'others' }
	| { scope: 'all'; userId?: string | undefined }
	| { scope: 'session'; sessionId: string; userId?: string | undefined }
);
