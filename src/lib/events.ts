import type { RequestEvent } from '@sveltejs/kit';
import type { Session } from './session.js';

/** Which sessions a sign-out ends. */
export type SignOutScope = 'current' | 'others' | 'all';

/** Why sessions ended. Your own server code may use other reasons. */
export type SignOutReason =
	/** The user asked for it: this session, the others, or one of them. */
	| 'user'
	/** The user asked for it, everywhere. */
	| 'all'
	/** Server code ended another user's sessions. */
	| 'admin'
	/** The same browser signed in again. */
	| 'replaced'
	/** The idle or the absolute lifetime was over. */
	| 'expired'
	/** A sign-in was one too many: see `session.maxPerUser`. */
	| 'limit'
	/** The user was disabled. */
	| 'disabled'
	/** The password was changed or set. Your own code may use it too. */
	| 'password-change'
	| (string & {});

/** How a user proved who they are: `password`, `custom` for `auth.createSession()`, or a name that a feature uses. */
export type SignInMethod = 'password' | 'custom' | (string & {});

/** Passed to `events.beforeSignIn`: the user is proven, and has no session yet. */
export interface BeforeSignInEvent<User> {
	type: 'beforeSignIn';
	user: User;
	method: SignInMethod;
	event: RequestEvent;
}

/** Passed to `events.afterSignIn`. */
export interface AfterSignInEvent<User> {
	type: 'afterSignIn';
	user: User;
	session: Session;
	method: SignInMethod;
	event: RequestEvent;
}

/** Passed to `events.signInFailed`. */
export interface SignInFailedEvent {
	type: 'signInFailed';
	method: SignInMethod;
	/** The email that was entered, normalized; `null` where the method has none. There may be no such account. */
	email: string | null;
	/** The code of the failure, such as `INVALID_CREDENTIALS`. */
	code: string;
	event: RequestEvent;
}

/** Passed to `events.beforeSignUp`: the form is valid, and no user exists yet. */
export interface BeforeSignUpEvent {
	type: 'beforeSignUp';
	email: string;
	/** `null` where none was entered. */
	name: string | null;
	event: RequestEvent;
}

/**
 * Passed to `events.afterSignUp`, before the new user is signed in; with `email({ verification: 'required' })` after the response.
 */
export interface AfterSignUpEvent<User> {
	type: 'afterSignUp';
	user: User;
	event: RequestEvent;
}

/** Passed to `events.beforeSignOut`. */
export interface BeforeSignOutEvent<User> {
	type: 'beforeSignOut';
	/** The user whose sessions would end, where this request knows them. */
	user: User | null;
	scope: SignOutScope | 'session';
	reason: SignOutReason;
	event: RequestEvent;
}

/** Passed to `events.afterSignOut`. */
export interface AfterSignOutEvent<User> {
	type: 'afterSignOut';
	/** The user whose sessions ended, as in `locals`; `null` where only the id is known, and with `events.outbox`. */
	user: User | null;
	/** The id of that user; `null` only where the database knows no owner of the sessions. */
	userId: string | null;
	scope: SignOutScope | 'session';
	reason: SignOutReason;
	/** How many sessions ended; at least 1. */
	revoked: number;
	/** The request that ended them; `null` where server code did it without one, and with `events.outbox`. */
	event: RequestEvent | null;
	/** With `events.outbox`: the same each time that this event is delivered. */
	id?: string;
	/** With `events.outbox`: when the sessions ended. */
	at?: Date;
}

/** Passed to `events.credentialsChanged`: a user can sign in by other means than before, such as a new password. */
export interface CredentialsChangedEvent {
	type: 'credentialsChanged';
	userId: string;
	/** What was changed: `password`, or a name that a feature uses. */
	what: 'password' | (string & {});
	event: RequestEvent | null;
	/** Whether the kit has stored what follows from it in the transaction of the change, such as the notice to the owner. */
	isRecorded?: boolean;
}

/** Passed to `events.emailFailed`: a mail of `svelte-guardian/email` was given up, and nobody gets it. */
export interface EmailFailedEvent {
	type: 'emailFailed';
	/** The id that `send` has got. */
	id: string;
	/** Such as `resetPassword`. */
	kind: string;
	to: string;
	userId: string | null;
	/** `refused`: the mail server will never accept it. `expired`: it was tried for a day. */
	reason: 'refused' | 'expired';
	/** What the last attempt has failed with. */
	error: string;
	event: null;
}

/** An event that a hook can stop by returning a message. */
export type BeforeEvent<User> =
	BeforeSignInEvent<User> | BeforeSignUpEvent | BeforeSignOutEvent<User>;

/** An event that a hook is told of once it has happened. */
export type AfterEvent<User> =
	| AfterSignInEvent<User>
	| SignInFailedEvent
	| AfterSignUpEvent<User>
	| AfterSignOutEvent<User>
	| CredentialsChangedEvent
	| EmailFailedEvent;

/** Every event of the kit; `type` tells them apart. One function can be the hook for several of them. */
export type AuthEvent<User = { id: string }> = BeforeEvent<User> | AfterEvent<User>;

/** What a hook that can stop something returns: a message for the person to stop it, or nothing. */
export type HookAnswer = void | { message: string };

/** The functions that are called for events, by the name of the event. */
export type Hooks<User> = {
	[Name in BeforeEvent<User>['type']]?:
		| ((event: Extract<BeforeEvent<User>, { type: Name }>) => HookAnswer | Promise<HookAnswer>)
		| undefined;
} & {
	[Name in AfterEvent<User>['type']]?:
		((event: Extract<AfterEvent<User>, { type: Name }>) => void | Promise<void>) | undefined;
};
