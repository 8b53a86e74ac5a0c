import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import type { Session } from '../session.js';

/** Who may run an action: see {@link Action}. */
export type ActionNeeds = 'anyone' | 'user' | 'fresh';

/** The request that an action runs for. */
export interface ActionRequest<User, Needs extends ActionNeeds = ActionNeeds> {
	event: RequestEvent;
	/**
	 * Who is signed in. With `needs: 'anyone'` it may be `null` for a signed-in user, because the session was not looked up.
	 */
	user: Needs extends 'anyone' ? User | null : User;
	/** The session of this browser, without any credentials. */
	session: Needs extends 'anyone' ? Session | null : Session;
}

/** How often something may happen: at most `points` times within `seconds`. */
export interface Quota {
	/** A whole number of 1 or more. */
	points: number;
	/** The length of the window, in seconds. It begins with the first try, and refused tries do not prolong it. */
	seconds: number;
}

/** How often an action may run: see `Action.limit`. */
export interface ActionLimit<Fields, User> {
	/** For one client address. Default: not limited. */
	address?: Quota;
	/**
	 * For a form that tries a secret, such as a password or a code: the account that the secret belongs to, by its email in
	 * lower case. Whether there is such an account must make no difference. All such forms spend from one count of failed
	 * tries, which is the option `limits.account`. `null` for none. Default: no secret is tried.
	 *
	 * @throws {StoreError} when the database had to be asked and does not answer
	 */
	account?(
		fields: Fields,
		request: ActionRequest<User, never>
	): string | null | Promise<string | null>;
	/**
	 * For a form that does something to an account without trying its secret, such as sending it a mail: so often for one
	 * key, such as an email. `null` for none. Default: not limited.
	 */
	key?: Quota & {
		of(fields: Fields, request: ActionRequest<User, never>): string | null;
		/**
		 * Beyond the limit the form is answered as done, and `run` is not called: where earlier runs have done the work, and a
		 * stranger could use the limit up to keep the owner of the key from it. Default: `false`, it is refused.
		 */
		isDoneBeyond?: boolean;
	};
}

/** An action that has done its work. */
export interface ActionSuccess {
	ok: true;
	/** Where to redirect to. Default: the form stays on its page. */
	redirectTo?: string;
}

/** An action that could not do its work, for a reason that the person is told. */
export interface ActionFailed {
	ok: false;
	/** One of the kit's codes, or one that the feature declares in `codes`. */
	code: string;
	/** What happened and what to do, for the person. */
	error: string;
	/** A further step to redirect to, instead of showing the failure. */
	redirectTo?: string | undefined;
	/** The field that the failure belongs to. Default: the form as a whole. */
	field?: string;
	/** After how many seconds to try again, for the header `Retry-After`. */
	retryAfter?: number;
	/**
	 * `false`: it was refused before the secret was looked at, or for another reason after it was found right, so it is no failed
	 * try of it. Default: by the status of the code, where 500 and above are none.
	 */
	triesSecret?: boolean;
}

/** What an action returns. */
export type ActionResult = ActionSuccess | ActionFailed;

/**
 * An operation that a form can run. The form action, the validation of its fields and the status of its responses are derived
 * from it.
 *
 * The origin, the content type and the size of every form are checked before `run` is called.
 */
export interface Action<
	User,
	Schema extends z.ZodObject = z.ZodObject,
	Result extends ActionResult = ActionResult,
	Needs extends ActionNeeds = ActionNeeds
> {
	/** The fields of the form. Other fields are dropped. */
	schema: Schema;
	/**
	 * `'page'`: a page exports it from `actions`, and finds superforms' `form` in its `form`. `'everywhere'`: `handle`
	 * answers it on every page, with a redirect or a short notice, because it cannot render the page that the form is on.
	 */
	on: 'page' | 'everywhere';
	/**
	 * Who may run it. `'user'`: whoever is signed in; others are sent to the sign-in page. `'fresh'`: whoever has signed in
	 * within the last 15 minutes (OWASP ASVS 5.0, 7.5.1). With `'anyone'` an everywhere action may run before the database
	 * was asked who this is.
	 */
	needs: Needs;
	/**
	 * How often it may run. More than that is refused with `TOO_MANY_REQUESTS` before `run` is called, for forms and server
	 * functions alike. Default: not limited.
	 */
	limit?: ActionLimit<z.output<Schema>, User>;
	/** Fields that are never sent back, such as a password. Default: none. */
	secrets?: readonly (keyof z.output<Schema> & string)[];
	/** With `on: 'everywhere'`: `'page'` leaves it to the pages that export it after all. Default: `'handle'`. */
	answeredBy?: 'handle' | 'page';
	/** With `on: 'everywhere'`, the key of the result in `form`. Default: the action's name. */
	dataKey?: string;
	/**
	 * With `on: 'everywhere'`, the page that tells a failure to a form without JavaScript; `null` for a notice. Default:
	 * always a notice.
	 */
	failurePage?: (event: RequestEvent, code: string) => string | null;
	/** @throws what the app's own code throws: SvelteKit's `redirect()` and `error()` work as in any action */
	run(fields: z.output<Schema>, request: ActionRequest<User, Needs>): Promise<Result>;
}

/**
 * Declares an action of a feature, with the types of its fields.
 *
 * @example
 * ```ts
 * import { defineAction } from 'svelte-guardian';
 * import { z } from 'zod';
 *
 * export const rename = defineAction({
 * 	schema: z.object({ name: z.string().min(1) }),
 * 	on: 'page',
 * 	needs: 'user',
 * 	run: async ({ name }, { user }) => {
 * 		console.info(`${user.id} is now called ${name}`);
 * 		return { ok: true };
 * 	}
 * });
 * ```
 */
export function defineAction<
	Schema extends z.ZodObject,
	Result extends ActionResult,
	const Needs extends ActionNeeds,
	User extends { id: string } = { id: string }
>(
	action: Action<User, Schema, Result, Needs>
): Action<NoInfer<User>, NoInfer<Schema>, NoInfer<Result>, NoInfer<Needs>> {
	return action;
}
