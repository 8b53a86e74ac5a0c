import type { RequestEvent } from '@sveltejs/kit';
import type { PrismaModel } from '../database/types.js';

/** A sign-up with an email that a user has already. */
export interface TakenEmail {
	/** In lower case. */
	email: string;
	event: RequestEvent;
}

/** A user who is being stored. */
export interface CreatedUser {
	user: { id: string };
	event: RequestEvent;
	/** The models of the transaction, by their keys. */
	model: (key: string) => PrismaModel;
}

/** What a feature has to say of the emails of sign-ups. */
export interface SignUpStep {
	/**
	 * Whether a sign-up must not tell if its email is taken, as `whenTaken` answers then. A name that is taken is told first, and
	 * `afterSignUp` of the app runs after the response: else both would tell. Default: `false`.
	 */
	hidesTaken?: boolean;
	/**
	 * Runs in the transaction that stores a new user: both count or neither. The database may have it run again, so it does nothing
	 * but statements. Default: nothing is done, and there is no transaction.
	 *
	 * @returns what to do once the user is stored; nothing where there is nothing to do
	 * @throws what a statement throws: then nobody has signed up
	 */
	whenCreated?(created: CreatedUser): Promise<(() => void) | void>;
	/**
	 * Whether nobody may sign up with an email although no user had it, such as one that its owner may still take back. It is asked in
	 * the transaction that has stored the user, before `whenCreated`, and undoes that: asked before, the email may be given up in
	 * between. Default: none is kept.
	 *
	 * @param model the models of the transaction, by their keys. Ask by these
	 * @throws {StoreError} when the database does not answer
	 */
	isReserved?(email: string, model: (key: string) => PrismaModel): Promise<boolean>;
	/**
	 * What to answer where the email is taken, instead of `EMAIL_TAKEN`: as for one that is free, if a sign-up is not to tell.
	 * Default: it is told.
	 *
	 * @throws {StoreError} when the database does not answer
	 */
	whenTaken?(
		taken: TakenEmail
	): Promise<{ ok: false; code: string; error: string; url?: string } | null>;
}
