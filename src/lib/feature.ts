import type { ActionFailure, RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import type { FeatureContext } from './feature-context.js';
import type { ModelDeclarations } from './database/declare-model.js';
import type { CodeDeclaration } from './errors.js';
import type { Hooks } from './events.js';
import type { Action, ActionFailed, ActionNeeds } from './http/action.js';
import type { ActionLimiter } from './http/action-limiter.js';
import type { PageAction } from './http/page-action.js';
import type { Route } from './http/route.js';
import type { AdmitStep } from './sessions/admit.js';
import type { SignOutStep } from './http/sign-out-step.js';
import type { NewPasswordStep } from './users/new-password-step.js';
import type { SignUpStep } from './users/sign-up-step.js';
import type { IdentityLimits } from './sessions/identify.js';

/** The actions of a feature, by the name in `?/name`. */
export type Actions = Record<
	string,
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each has fields of its own
	Action<any, z.ZodObject<any>, any, ActionNeeds>
>;

/** What a feature adds to `guardianAuth()`. Everything but `api` is optional. */
export interface FeatureParts<
	Api extends object,
	FormActions extends Actions,
	User extends { id: string } = { id: string }
> {
	/** What an app finds under `auth.<id>`. */
	api: Api;
	/** Forms. Default: none. */
	actions?: FormActions;
	/**
	 * Endpoints that are not form actions, such as a callback or a stream, by `METHOD /path`. The path is below
	 * `/_guardian/<id>`. A POST is refused with `CROSS_SITE_REQUEST` unless it comes from the app's own origin or one of
	 * `csrf.trustedOrigins`; `{ from: 'anywhere', handler }` accepts it from everywhere. A GET must change nothing. Default: none.
	 */
	routes?: Record<`${'GET' | 'POST'} /${string}`, Route>;
	/** The events that an app can listen to as well. Default: none. */
	hooks?: Hooks<User>;
	/**
	 * Runs after a user is verified and before the session is created. It can refuse the sign-in or require a further step.
	 */
	admit?: AdmitStep<User>;
	/** Decides how a sign-up treats an email that is new or taken. Default: nothing. */
	signUp?: SignUpStep;
	/** Runs in the transaction that stores a new password by `changePassword()`, `setPassword()` or their form. Default: nothing. */
	newPassword?: NewPasswordStep;
	/** Runs when a browser is signed out: delete the cookies that its next user must not have. Default: nothing. */
	signedOut?: SignOutStep;
	/**
	 * Runs at the start of each request, before the session is looked up. It can refuse sessions of this browser.
	 * It delays every request: do nothing here unless the request holds something for the feature.
	 */
	beforeIdentify?: (event: RequestEvent) => Promise<IdentityLimits>;
	/**
	 * Counts how often actions run. Only one feature has it: the one that is installed with `guardianAuth()`, unless
	 * `limits` is `false`.
	 */
	limiter?: ActionLimiter;
	/**
	 * Deletes rows of the feature that nobody needs any more. Called by `auth.sessions.deleteExpired()`, and with
	 * `session.deleteExpiredEvery`. Default: there are none.
	 *
	 * @throws {StoreError} when the database does not answer
	 */
	deleteExpired?: () => Promise<void>;
	/**
	 * Ends what runs in the background, such as timers. Called in development, when `auth.ts` was saved and is evaluated anew.
	 */
	close?: () => void;
}

/** An addition to `guardianAuth()`: pass it in `features`. */
export interface Feature<
	Id extends string = string,
	Api extends object = object,
	FormActions extends Actions = Actions,
	Code extends string = string
> {
	/** The name: of its api (`auth.<id>`), and in messages. */
	id: Id;
	/** The models that it stores in, by their key. The startup check and the Prisma schema come from this. Default: none. */
	models?: ModelDeclarations;
	/** The failures that it can return beside the kit's own. Default: none. */
	codes?: Record<Code, CodeDeclaration>;
	/** Called once, by `guardianAuth()`. */
	setup(context: FeatureContext<{ id: string }>): FeatureParts<Api, FormActions>;
}

/**
 * Declares a feature, with the types of what it adds.
 *
 * @example
 * ```ts
 * import { defineFeature } from 'svelte-guardian';
 *
 * export const greeting = (word = 'Hello') =>
 * 	defineFeature({
 * 		id: 'greeting',
 * 		setup: () => ({ api: { for: (user: { id: string }) => `${word}, ${user.id}` } })
 * 	});
 * ```
 */
export function defineFeature<
	const Id extends string,
	Api extends object,
	FormActions extends Actions = Record<never, never>,
	Code extends string = never
>(feature: Feature<Id, Api, FormActions, Code>): Feature<Id, Api, FormActions, Code> {
	return feature;
}

/** A list of features, as `guardianAuth({ features })` takes it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each adds something of its own
export type Features = readonly Feature<string, any, any, any>[];

/** What features add to `auth`: the api of each, under its id. */
export type FeatureApis<List extends Features> = {
	[One in List[number] as One['id']]: ReturnType<One['setup']>['api'];
};

/** The codes that features add. */
export type FeatureCodes<List extends Features> =
	List[number] extends Feature<string, object, Actions, infer Code> ? Code : never;

/** The actions of a feature. */
export type ActionsOf<One> =
	One extends Feature<string, object, infer FormActions, string> ? FormActions : never;

/** All members of a union at once. */
export type Merged<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
	all: infer All
) => void
	? All
	: never;

/** What features add to `auth.actions`: one form action for each of their actions. */
export type FeatureActions<List extends Features> = [List[number]] extends [never]
	? Record<never, never>
	: {
			[Name in keyof Merged<ActionsOf<List[number]>>]: FormActionOf<
				Name & string,
				Merged<ActionsOf<List[number]>>[Name]
			>;
		};

/** The form action of an action, as a page exports it. */
export type FormActionOf<Name extends string, One> =
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- only what is inferred counts
	One extends Action<any, infer Schema, infer Result, any>
		? One['on'] extends 'everywhere'
			? (
					event: RequestEvent
				) => Promise<
					Record<Name, Extract<Result, { ok: true }>> | ActionFailure<Record<Name, ActionFailed>>
				>
			: PageAction<z.output<Schema>>
		: never;
