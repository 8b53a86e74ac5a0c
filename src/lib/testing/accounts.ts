import { randomBytes } from 'node:crypto';
import { hashPassword } from '../features/password/password.js';
import { GuardianError } from '../errors.js';
import { signUpSchema } from '../schemas.js';
import { readArguments, userArgument } from '../arguments.js';
import type { AuthContext } from '../context.js';
import type { Session } from '../session.js';
import { keptEmail, removeLeftOvers, uniqueEmail } from './left-overs.js';
import { ValueTakenError } from '../users/users.js';

/** Who is to be made for a test. */
export interface NewUserOptions {
	/** Default: one that nobody else has. */
	email?: string;
	/** Default: a random one. */
	password?: string;
	/** Default: none. */
	name?: string;
	/** What your own columns of `User` are to hold. Default: nothing, which is enough where all of them have a default. */
	data?: Record<string, unknown>;
}

/** A user made for one test. */
export interface TestAccount<User> {
	/** As `locals.user` shows them. */
	user: User;
	email: string;
	/** For a test that fills in the sign-in form itself. */
	password: string;
}

/** What `signedIn()` answers. */
export interface SignedIn<User> {
	/** As `locals.user` shows them. */
	user: User;
	email: string;
	/** For a test that fills in the sign-in form itself. `null` for a user that was there before. */
	password: string | null;
	/** The session of this browser, as `locals.session` shows it. */
	session: Session;
}

/** A user made for the test, or there before it. */
type Found<User> = Omit<SignedIn<User>, 'session'>;

/**
 * The users of one test: those it makes are gone after it, those it finds are left alone.
 *
 * @example
 * ```ts
 * const accounts = createAccounts(parts);
 * const { user } = await accounts.make({});
 * await accounts.removeMade();
 * ```
 */
export function createAccounts<User extends { id: string }>(context: AuthContext<User>) {
	const { config, users } = context;
	const { prisma, columns } = config;
	const made: User[] = [];
	let cleaned: Promise<void> | undefined;

	/** `null` when the email is taken. */
	async function tryToMake(
		options: NewUserOptions,
		keep = false
	): Promise<TestAccount<User> | null> {
		await (cleaned ??= removeLeftOvers(context));
		const fresh = keep ? keptEmail : uniqueEmail;
		const email = options.email === undefined ? fresh() : normalised(options.email);
		const password = options.password ?? randomBytes(12).toString('base64url');
		const passwordHash = await hashPassword(password);
		const name = options.name !== undefined && { name: options.name };
		const user = await users
			.create({ ...options.data, email, passwordHash, ...name })
			.catch((error: unknown) => {
				// Without its cause, which shows the whole row, the hash included.
				const why = reasonOf(error).replaceAll(passwordHash, '…').replaceAll(password, '…');
				throw misuse(
					error instanceof ValueTakenError ? TAKEN : `The user could not be made: ${why}`
				);
			});
		if (!user) return null;
		if (!keep) made.push(user);
		return { user, email, password };
	}

	async function byEmail(written: string): Promise<Found<User>> {
		const email = normalised(written);
		const account = await users.findByEmail(email);
		if (!account) throw misuse(TAKEN);
		return { user: account.user, email, password: null };
	}

	return {
		/** @throws {GuardianError} `TESTING_MISUSED` when the email is taken */
		async make(options: NewUserOptions): Promise<TestAccount<User>> {
			const account = await tryToMake(options);
			if (account) return account;
			throw misuse(
				options.email === undefined
					? TAKEN
					: `There is a user ${options.email} already. Leave \`email\` out for one of its own.`
			);
		},

		/**
		 * Takes the user who has the email, and makes one where there is none.
		 *
		 * @param keep whether a user who is made stays after the test
		 */
		async findOrMake(options: NewUserOptions, keep?: boolean): Promise<Found<User>> {
			const account = await tryToMake(options, keep);
			if (account) return account;
			if (options.email === undefined) throw misuse(TAKEN);
			return await byEmail(options.email);
		},

		/** @throws {GuardianError} `TESTING_MISUSED` when there is no such user */
		async find(there: unknown): Promise<Found<User>> {
			const { id } = readArguments('signedIn()', userArgument, { user: there }, () => MISUSED).user;
			const select = { ...columns, id: true, email: true };
			const [row] = await prisma.user.findMany({ where: { id }, select });
			if (!row) throw misuse(`There is no user with the id ${id} in this database.`);
			const { email, ...rest } = row;
			return { user: columns.email ? row : rest, email, password: null };
		},

		/** With their sessions, which go with them. */
		async removeMade(): Promise<void> {
			if (made.length === 0) return;
			const ids = made.map(({ id }) => id);
			try {
				await prisma.user.deleteMany({ where: { id: { in: ids } } });
			} catch (cause) {
				throw misuse(
					'The users that this test made could not be removed. If other tables refer to them, give the relations ' +
						'`onDelete: Cascade`, or delete those rows in an `afterEach`.',
					cause
				);
			}
		}
	};
}

const MISUSED = 'TESTING_MISUSED';

const TAKEN =
	'The user could not be made: a unique column other than `email` has this value in another row already. Let `data` ' +
	'hold one that is new in every test.';

/** What an error and its causes say. */
function reasonOf(error: unknown): string {
	const causes: string[] = [];
	for (let one = error; one instanceof Error; one = one.cause) causes.push(one.message.trim());
	return causes.join(' ') || String(error);
}

/** @returns an error that tells a test's author what to change */
export function misuse(detail: string, cause?: unknown): GuardianError {
	return new GuardianError(MISUSED, detail, cause === undefined ? {} : { cause });
}

/** The kit finds an account by its normalised email only. */
function normalised(email: string): string {
	const parsed = signUpSchema.shape.email.safeParse(email);
	if (parsed.success) return parsed.data;
	throw misuse(`"${email}" is no email address.`);
}
