import type { z } from 'zod';
import type { SignUpFields } from './schemas.js';
import type { SignInOptions } from './types.js';

/**
 * The options of the server's `signUp()`. `Own` are the columns of the app's own model of a user, as its Prisma client takes
 * them.
 */
export type SignUpOptions<Own = Record<string, unknown>> = SignInOptions &
	NameOption<Own> &
	DataOption<WithoutName<Own>>;

/** The name of a new user: required where the column is, and has no default. */
export type NameOption<Own> = [Own] extends [{ name: string }]
	? {
			/** Stored without surrounding spaces. */
			name: string;
		}
	: {
			/** Stored without surrounding spaces. Default: none. */
			name?: string | undefined;
		};

/** Columns of the app's own: required where one of them is, and has no default. */
export type DataOption<Own> =
	Record<never, never> extends Own
		? {
				/** What goes into columns of the user's row, beside what the kit fills. Default: nothing. */
				data?: Own | undefined;
			}
		: {
				/** What goes into columns of the user's row, beside what the kit fills. */
				data: Own;
			};

/** A sign-up form with fields of the app's own. */
export type SignUpForm<
	Schema extends z.ZodObject,
	Own = Record<string, unknown>
> = SignUpFormFields<Schema> & DataOfFields<z.output<Schema>, WithOptionalName<Own>>;

/** The fields of a sign-up form of the app's own. */
export interface SignUpFormFields<Schema extends z.ZodObject> {
	/** `signUpSchema.extend({ … })`, of `svelte-guardian/schemas`. */
	schema: Schema & (z.output<Schema> extends SignUpFields ? unknown : never);
	/** Fields that are never sent back, beside `password`. Default: none. */
	secrets?: readonly (keyof z.output<Schema> & string)[] | undefined;
}

/** How fields go into columns of the app's own: required where one of these is, and has no default. */
export type DataOfFields<Fields, Own> =
	Record<never, never> extends Own
		? {
				/** What of the fields goes into columns of the user's row. Default: nothing. */
				data?: ((fields: Fields) => Own) | undefined;
			}
		: {
				/** What of the fields goes into columns of the user's row. */
				data: (fields: Fields) => Own;
			};

/** The columns without the name, which has an option of its own. */
export type WithoutName<Own> = Own extends unknown ? Omit<Own, 'name'> : never;

/** The columns with a name that may be left out, because it is a field of the form. */
export type WithOptionalName<Own> = Own extends { name: unknown }
	? Omit<Own, 'name'> & Partial<Pick<Own, 'name'>>
	: Own;
