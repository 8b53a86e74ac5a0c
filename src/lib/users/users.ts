import type { PrismaLike } from '../database/types.js';
import type { Query } from '../database/query.js';

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

	/** The chosen columns of a row, and whether its user is disabled. */
	function found(row: Record<string, unknown>) {
		const user = Object.fromEntries(Object.keys(select).map((column) => [column, row[column]]));
		return { user: user as User, disabled: Boolean(row.disabledAt) };
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
			const row = await query(() => prisma.user.findUnique({ where: { email } }));
			const { createdAt = null } = row ?? {};
			return (
				row && {
					...found(row),
					passwordHash: row.passwordHash,
					createdAt: createdAt instanceof Date ? createdAt : null
				}
			);
		},

		/** The account with an id; `null` where there is none, or where no user can have such an id. */
		async findById(id: string): Promise<Pick<Account<User>, 'user' | 'disabled'> | null> {
			const guard = 'disabledAt' in prisma.user.fields ? { disabledAt: true } : {};
			const [row] = await query(() =>
				prisma.user.findMany({ where: { id }, select: { ...select, ...guard }, take: 1 })
			);
			return row ? found(row) : null;
		},

		/** The email of the account with an id; `null` where there is none. */
		async emailOf(id: string): Promise<string | null> {
			const select = { email: true };
			const [row] = await query(() => prisma.user.findMany({ where: { id }, select, take: 1 }));
			return (row?.email as string | undefined) ?? null;
		},

		/**
		 * Puts a newer hash of the same password in the place of `stored`, unless the password has been changed meanwhile.
		 */
		async rehash(userId: string, stored: string, passwordHash: string): Promise<void> {
			const where = { id: userId, passwordHash: stored };
			await query(() => prisma.user.updateMany({ where, data: { passwordHash } }));
		},

		/** Makes a user. `null` when the email is taken: the unique index decides, so two at once make one. */
		async create(
			{ name, ...required }: { email: string; passwordHash: string; name?: string },
			more: Record<string, unknown> = {}
		): Promise<User | null> {
			// An app whose users have no name takes none, whatever the form says.
			const data = {
				...more,
				...required,
				...(name && 'name' in prisma.user.fields && { name })
			};
			try {
				return await query(() => prisma.user.create({ data, select }));
			} catch (error) {
				if (isTaken(error)) return null;
				throw error;
			}
		}
	};
}

/** The users of one `guardianAuth()`. */
export type Users<User> = ReturnType<typeof createUsers<User>>;

/** P2002: a unique index refused the row. */
function isTaken(error: unknown): boolean {
	const cause = error instanceof Error ? error.cause : undefined;
	return cause instanceof Error && 'code' in cause && cause.code === 'P2002';
}
