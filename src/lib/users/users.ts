import { randomUUID } from 'node:crypto';
import { allOrNothing } from '../database/all-or-nothing.js';
import type { Database } from '../database/database.js';
import type { PrismaLike, PrismaModel } from '../database/types.js';
import { isImpossibleValue } from '../database/impossible-value.js';
import { StoreError, type Query } from '../database/query.js';
import { isSameEmail } from './same-email.js';
import { uniqueViolation } from './unique-violation.js';

/** The names of users are unique in this app, and another user has this one. */
export class NameTakenError extends Error {
	override readonly name = 'NameTakenError';
}

/** A unique index of the app's own refused a user: neither the email nor the name is taken. */
export class ValueTakenError extends StoreError {
	/** @param index as the database calls it, or its columns */
	constructor(index: string, options: ErrorOptions) {
		super(`A unique index refused a new user, and it is not that of the email: ${index}.`, options);
	}
}

/** What signing in needs to know of an account. */
export interface Account<User> {
	/** As `locals` shows it. */
	user: User;
	/** `null` for a user who has no password, as with social sign-in only. */
	passwordHash: string | null;
	disabled: boolean;
	/** `null` where the app's model has no such column, or not as a date. */
	createdAt: Date | null;
}

/** A user to be made. */
interface NewUser {
	email: string;
	passwordHash: string;
	name?: string;
}

/** What is to be stored together with a new user, in a transaction. */
interface StoredWith<User> extends Pick<Database, 'transaction'> {
	/**
	 * @param model the models of the transaction, by their keys
	 * @returns whether the user may have the email
	 */
	work(user: User, model: (key: string) => PrismaModel): Promise<boolean>;
}

/** What is known of a user when they set a password. */
export interface Credentials {
	email: string;
	name?: string | null;
	passwordHash: string | null;
}

/**
 * The users in the database, as far as signing up and in needs them. Each method throws `StoreError` when the database
 * could not be asked, and only then.
 *
 * @example
 * ```ts
 * const users = createUsers({ prisma, columns: { email: true }, query: createQuery(5) });
 * const account = await users.findByEmail('ann@example.com');
 * ```
 */
export function createUsers<User>(options: {
	prisma: PrismaLike;
	/** The user columns for `locals.user`, beside `id`. */
	columns: Record<string, true>;
	query: Query;
}) {
	const { prisma, columns, query } = options;
	const select = { ...columns, id: true };
	// An app whose users cannot be disabled need not have the column.
	const guard = 'disabledAt' in prisma.user.fields ? { disabledAt: true } : {};
	const named = 'name' in prisma.user.fields ? { name: true } : {};
	const made = 'createdAt' in prisma.user.fields ? { createdAt: true } : {};

	/** The chosen columns of a row, and whether its user is disabled. */
	function found(row: Record<string, unknown>) {
		const user = Object.fromEntries(Object.keys(select).map((column) => [column, row[column]]));
		return { user: user as User, disabled: Boolean(row.disabledAt) };
	}

	// An app whose users have no name takes none, whatever the form says.
	const dataOf = ({ name, ...required }: NewUser, more: Record<string, unknown>) => ({
		...more,
		...required,
		...(name && 'name' in prisma.user.fields && { name })
	});

	/**
	 * `null` where the email is taken.
	 *
	 * @param isStored whether the user's own row was accepted: an error is that of another row then, such as a feature's
	 */
	async function orTaken<Row>(
		make: () => Promise<Row>,
		isStored = () => false
	): Promise<Row | null> {
		try {
			return await make();
		} catch (error) {
			if (isStored()) throw error;
			if (isUnfilled(error)) throw new StoreError(UNFILLED, { cause: error });
			const violated = uniqueViolation(error, prisma, ['email', 'name']);
			if (violated?.field === 'email') return null;
			if (violated?.field === 'name') throw new NameTakenError();
			if (!violated) throw error;
			throw new ValueTakenError(violated.index, { cause: error });
		}
	}

	const { disabledAt: column } = prisma.user.fields as { disabledAt?: { typeName?: string } };

	return {
		/** Whether users have the column that disables them. */
		canDisable: column !== undefined,

		/** Disables a user, or enables them again. Nothing happens where there is no such user. */
		async setDisabled(userId: string, isDisabled: boolean): Promise<void> {
			const since = isDisabled ? new Date() : null;
			const data = { disabledAt: column?.typeName === 'Boolean' ? isDisabled : since };
			await query(() => prisma.user.updateMany({ where: { id: userId }, data }));
		},

		/** The account of a normalised email. */
		async findByEmail(email: string): Promise<Account<User> | null> {
			// By name, so that a client that omits the hash everywhere gives it here.
			const row = await query(() =>
				prisma.user.findUnique({
					where: { email },
					select: { ...select, ...guard, ...made, email: true, passwordHash: true }
				})
			);
			if (!row || !isSameEmail(row.email, email)) return null;
			const { createdAt = null } = row;
			return {
				...found(row),
				passwordHash: row.passwordHash,
				createdAt: createdAt instanceof Date ? createdAt : null
			};
		},

		/** The account with an id; `null` where there is none, or where no user can have such an id. */
		async findById(id: string): Promise<Pick<Account<User>, 'user' | 'disabled'> | null> {
			const row = await query(async () => {
				try {
					const where = { where: { id }, select: { ...select, ...guard }, take: 1 };
					return (await prisma.user.findMany(where))[0];
				} catch (error) {
					if (isImpossibleValue(error)) return undefined;
					throw error;
				}
			});
			return row ? found(row) : null;
		},

		/** The email of the account with an id; `null` where there is none. */
		async emailOf(id: string): Promise<string | null> {
			const select = { email: true };
			const [row] = await query(() => prisma.user.findMany({ where: { id }, select, take: 1 }));
			return (row?.email as string | undefined) ?? null;
		},

		/** What a new password of the account with an id is checked against; `null` where there is no such account. */
		async credentialsOf(id: string): Promise<Credentials | null> {
			const select = { email: true, passwordHash: true, ...named };
			const [row] = await query(() => prisma.user.findMany({ where: { id }, select, take: 1 }));
			return row ? { email: '', passwordHash: null, ...row } : null;
		},

		/**
		 * Puts a hash in the place of `stored`, unless the password has been changed meanwhile.
		 *
		 * @returns whether it did
		 */
		async replaceHash(
			userId: string,
			stored: string | null,
			passwordHash: string
		): Promise<boolean> {
			const where = { id: userId, passwordHash: stored };
			const { count } = await query(() =>
				prisma.user.updateMany({ where, data: { passwordHash } })
			);
			return count > 0;
		},

		/**
		 * Makes a user. `null` when the email is taken: the unique index decides, so two at once make one, and then `storedWith`.
		 *
		 * @param storedWith both count or neither. Default: nothing, and there is no transaction
		 * @throws {NameTakenError} where the names of users are unique, and this one is taken
		 */
		create(
			account: NewUser,
			more: Record<string, unknown> = {},
			storedWith?: StoredWith<User>
		): Promise<User | null> {
			const row = { data: dataOf(account, more), select };
			if (!storedWith) return orTaken(() => query(() => prisma.user.create(row)));
			let isStored = false;
			return orTaken(
				async () => {
					const made: User[] = [];
					const isDone = await allOrNothing(storedWith, async (model) => {
						isStored = false;
						const user = (await model('user').create(row)) as User;
						isStored = true;
						made.push(user);
						return await storedWith.work(user, model);
					});
					return isDone ? made.at(-1)! : null;
				},
				() => isStored
			);
		},

		/**
		 * Finds out what else would refuse a user whose email is taken, such as their name: makes one with another email in a
		 * transaction, and rolls it back.
		 *
		 * @throws as {@link create} does
		 */
		async rehearse(
			{ transaction }: Pick<Database, 'transaction'>,
			account: NewUser,
			more: Record<string, unknown> = {}
		): Promise<void> {
			const data = dataOf({ ...account, email: `${randomUUID()}@example.invalid` }, more);
			const done = new Error('This was a rehearsal.');
			try {
				await orTaken(() =>
					transaction(async (model): Promise<null> => {
						await model('user').create({ data, select });
						throw done;
					})
				);
			} catch (error) {
				if (error !== done && (error as Error).cause !== done) throw error;
			}
		}
	};
}

/** The users of one `guardianAuth()`. */
export type Users<User> = ReturnType<typeof createUsers<User>>;

const UNFILLED =
	'The row of a new user was refused. If a column is required and has no default, give it one, or fill it by ' +
	'`auth.signUp({ data })` or `auth.signUpAction({ schema, data })`.';

/** A required column was given no value: Prisma refuses the call, or the database the row (P2011, P2012). */
function isUnfilled(error: unknown): boolean {
	const cause = error instanceof Error ? error.cause : undefined;
	if (!(cause instanceof Error)) return false;
	const code = 'code' in cause ? cause.code : '';
	return cause.name === 'PrismaClientValidationError' || code === 'P2011' || code === 'P2012';
}
