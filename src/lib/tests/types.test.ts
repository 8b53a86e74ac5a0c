import { LibSql } from '../libsql.js';
import { json, type RequestEvent } from '@sveltejs/kit';
import { describe, expectTypeOf, test } from 'vitest';
import { PrismaClient as BetterAuthClient } from '../../../.prisma/better-auth-sqlite/client/client.js';
import { PrismaClient as ColumnTypesClient } from '../../../.prisma/column-types-sqlite/client/client.js';
import { PrismaClient as OwnNamesClient } from '../../../.prisma/own-names-sqlite/client/client.js';
import { PrismaClient } from '../../../prisma/client/client.js';
import { OWN_NAMES, OWN_OPTIONS } from '../../../e2e/support/schemas.js';
import { guardianAuth, type GuardianLocals, type Session, type SignOutResult } from '../index.js';
import { signUpSchema } from '../schemas.js';
import type { ClientSignOutResult } from '../types.js';

/** Nothing here asks the database anything. */
const prisma = new PrismaClient({ adapter: new LibSql({ url: ':memory:' }) });
const auth = guardianAuth({ prisma });
const adapter = new LibSql({ url: ':memory:' });
const ownNames = new OwnNamesClient({ adapter: new LibSql({ url: ':memory:' }) });

/** What stands in here is checked by the compiler and never run. */
const compiles = (code: () => unknown) => code.name;

describe('the user', () => {
	test('has id, email and name by default', () => {
		expectTypeOf(auth.requireUser).returns.branded.toEqualTypeOf<{
			id: string;
			email: string;
			name: string | null;
		}>();
	});

	test('has id and the chosen columns, as the app’s own client types them', () => {
		const chosen = guardianAuth({
			prisma,
			user: { select: { email: true, createdAt: true } }
		});

		expectTypeOf(chosen.requireUser).returns.branded.toEqualTypeOf<{
			id: string;
			email: string;
			createdAt: Date;
		}>();
	});

	test('has the id alone where nothing was chosen', () => {
		const bare = guardianAuth({ prisma, user: { select: {} } });

		expectTypeOf(bare.requireUser).returns.branded.toEqualTypeOf<{ id: string }>();
	});

	test('has what an extended client adds nothing to', () => {
		const extended = guardianAuth({ prisma: prisma.$extends({ name: 'log' }) });

		expectTypeOf(extended.requireUser).returns.branded.toEqualTypeOf<{
			id: string;
			email: string;
			name: string | null;
		}>();
	});

	test('cannot hold the password’s hash, nor a column that there is not', () => {
		compiles(() => {
			// @ts-expect-error -- `locals` is sent to pages
			guardianAuth({ prisma, user: { select: { passwordHash: true } } });
			// @ts-expect-error -- no such column
			guardianAuth({ prisma, user: { select: { nickname: true } } });
			// @ts-expect-error -- leave it out instead
			guardianAuth({ prisma, user: { select: { email: false } } });
		});
	});

	test('FR31: sessions are listed with the chosen columns of the app’s own', () => {
		const chosen = guardianAuth({
			...{ prisma: ownNames, ...OWN_OPTIONS },
			session: { ...OWN_OPTIONS.session, select: { label: true } }
		});
		type Listed = Awaited<ReturnType<typeof chosen.sessions.list>>[number];
		expectTypeOf(chosen.sessions.list).returns.resolves.toEqualTypeOf<Listed[]>();
		expectTypeOf<Listed['label']>().toEqualTypeOf<string | null>();
		expectTypeOf<Omit<Listed, 'label'>>().branded.toEqualTypeOf<Session>();
		expectTypeOf(auth.sessions.list).returns.resolves.toEqualTypeOf<Session[]>();
		compiles(() => {
			// @ts-expect-error -- the hash of the token
			guardianAuth({ prisma, session: { select: { id: true } } });
			// @ts-expect-error -- no such column
			guardianAuth({ prisma, session: { select: { nickname: true } } });
		});
	});

	test('is what `locals` hold, and what events are told', () => {
		type Named = GuardianLocals<typeof auth, 'authSession'>;
		expectTypeOf<Named['authSession']>().toEqualTypeOf<Session | null>();
		expectTypeOf<keyof Named>().toEqualTypeOf<'user' | 'authSession'>();
		type Locals = GuardianLocals<typeof auth>;

		expectTypeOf<Locals['user']>().branded.toEqualTypeOf<{
			id: string;
			email: string;
			name: string | null;
		} | null>();
		expectTypeOf<Locals['session']>().toEqualTypeOf<Session | null>();
		compiles(() =>
			guardianAuth({
				prisma,
				user: { select: { email: true } },
				events: {
					afterSignOut({ user }) {
						expectTypeOf(user).branded.toEqualTypeOf<{ id: string; email: string } | null>();
					}
				}
			})
		);
	});
});

describe('names of the app’s own', () => {
	test('the user has the kit’s names, and a string as its id', () => {
		const mapped = guardianAuth({ prisma: ownNames, ...OWN_OPTIONS });

		expectTypeOf(mapped.requireUser).returns.branded.toEqualTypeOf<{
			id: string;
			email: string;
			name: string | null;
		}>();
	});

	test('columns that have no name of the kit’s keep their own', () => {
		const mapped = guardianAuth({
			prisma: ownNames,
			...OWN_OPTIONS,
			user: { ...OWN_NAMES.user, select: { email: true, role: true } }
		});

		expectTypeOf(mapped.requireUser).returns.branded.toEqualTypeOf<{
			id: string;
			email: string;
			role: string;
		}>();
	});

	test('a name that there is not is refused', () => {
		compiles(() => {
			const { user, session } = OWN_NAMES;
			// @ts-expect-error -- it is `authUser`
			guardianAuth({ prisma: ownNames, session, user: { ...user, modelName: 'authUsr' } });
			// @ts-expect-error -- no such column
			guardianAuth({ prisma: ownNames, session, user: { ...user, fields: { email: 'm' } } });
			guardianAuth({
				prisma: ownNames,
				session,
				// @ts-expect-error -- `locals` is sent to pages
				user: { ...user, select: { hashedPassword: true } }
			});
			guardianAuth({
				prisma: ownNames,
				user,
				// @ts-expect-error -- no such column
				session: { ...session, fields: { ...session.fields, expiresAt: 'expiry' } }
			});
			// @ts-expect-error -- there is no `user`
			guardianAuth({ prisma: ownNames });
		});
	});
});

describe('options', () => {
	test('a client is required, and one without the models is none', () => {
		compiles(() => {
			// @ts-expect-error -- no client
			guardianAuth({});
			// @ts-expect-error -- no models
			guardianAuth({ prisma: {} });
		});
	});

	test('cookies are required to sign out; unknown options are refused', () => {
		compiles(async () => {
			const { cookies } = {} as RequestEvent;
			// @ts-expect-error -- whose session?
			await auth.signOut({});
			// @ts-expect-error -- no such option
			await auth.signOut({ cookies, everywhere: true });
			// @ts-expect-error -- no such scope
			await auth.signOut({ cookies, scope: 'everywhere' });
			await auth.signOut({ cookies, scope: 'others', redirect: false, callbackUrl: '/' });
			await auth.signOut({ cookies, allSessions: true, userId: 'ann' });
		});
	});
});

describe('a sign-up', () => {
	const person = { cookies: {} as never, email: '', password: '' };

	test('asks for nothing where the kit fills all that is required', () => {
		compiles(async () => {
			await auth.signUp(person);
			await auth.signUp({ ...person, name: 'Ann', data: { emailVerifiedAt: new Date() } });
			auth.signUpAction({ schema: signUpSchema });
			auth.signUpAction({ schema: signUpSchema, data: ({ email }) => ({ name: email }) });
			// @ts-expect-error -- no such column
			await auth.signUp({ ...person, data: { nickname: 'ann' } });
			// @ts-expect-error -- no such column
			auth.signUpAction({ schema: signUpSchema, data: () => ({ nickname: 'ann' }) });
			// @ts-expect-error -- the kit fills it
			await auth.signUp({ ...person, data: { passwordHash: 'of another' } });
		});
	});

	test('asks for the columns of the app’s own that are required and have no default', () => {
		compiles(async () => {
			const prisma = new ColumnTypesClient({ adapter });
			const own = guardianAuth({ prisma, user: { modelName: 'account' } });
			await own.signUp({ ...person, data: { number: 1n } });
			own.signUpAction({ schema: signUpSchema, data: () => ({ number: 1n, rank: null }) });
			// @ts-expect-error -- without its data
			await own.signUp(person);
			// @ts-expect-error -- without one that is required
			await own.signUp({ ...person, data: { int: 1 } });
			// @ts-expect-error -- of another type
			await own.signUp({ ...person, data: { number: 'one' } });
			// @ts-expect-error -- without its data
			own.signUpAction({ schema: signUpSchema });
			// @ts-expect-error -- without one that is required
			own.signUpAction({ schema: signUpSchema, data: () => ({ int: 1 }) });
		});
	});

	test('asks for it by the kit’s name where it has one', () => {
		compiles(async () => {
			const mapped = guardianAuth({
				prisma: new ColumnTypesClient({ adapter }),
				user: { modelName: 'account', fields: { id: 'number' } }
			});
			await mapped.signUp({ ...person, data: { id: 1n } });
			// @ts-expect-error -- without its data
			await mapped.signUp(person);
		});
	});

	test('asks for the name where the column is required', () => {
		compiles(async () => {
			const named = guardianAuth({ prisma: new BetterAuthClient({ adapter }) });
			await named.signUp({ ...person, name: 'Ann', data: { id: 'ann' } });
			named.signUpAction({ schema: signUpSchema, data: () => ({ id: 'ann' }) });
			// @ts-expect-error -- without the name
			await named.signUp({ ...person, data: { id: 'ann' } });
		});
	});

	test('asks for nothing where an extension of the client may fill it', () => {
		compiles(async () => {
			const extended = new BetterAuthClient({ adapter }).$extends({ name: 'ids' });
			const filled = guardianAuth({ prisma: extended });
			await filled.signUp(person);
			filled.signUpAction({ schema: signUpSchema });
		});
	});
});

describe('a result', () => {
	test('narrows on `ok`', () => {
		compiles((result = {} as SignOutResult) => {
			if (result.ok) {
				expectTypeOf(result.url).toEqualTypeOf<string>();
				expectTypeOf(result.revoked).toEqualTypeOf<number>();
				expectTypeOf(result.error).toEqualTypeOf<undefined>();
			} else {
				expectTypeOf(result.error).toEqualTypeOf<string>();
				expectTypeOf(result.code).toExtend<string>();
				expectTypeOf(result.signedOut).toEqualTypeOf<boolean>();
				// @ts-expect-error -- no code of the kit
				result.code satisfies 'NO_SUCH_CODE';
			}
		});
	});

	test('narrows on `error`, as the documentation writes it', () => {
		compiles((result = {} as SignOutResult) => {
			if (result.error) {
				expectTypeOf(result.ok).toEqualTypeOf<false>();
				return json({ error: result.error }, { status: 500 });
			}
			return json({ success: true });
		});
		compiles((result = {} as ClientSignOutResult) => {
			if (result.error) {
				expectTypeOf(result.ok).toEqualTypeOf<false>();
				return console.error(result.error);
			}
		});
	});

	test('of signing in has the user, as `locals` do', () => {
		compiles(async () => {
			const result = await auth.signIn({ cookies: {} as never, email: '', password: '' });
			if (result.ok) expectTypeOf(result.user.name).toEqualTypeOf<string | null>();
			else expectTypeOf(result.user).toEqualTypeOf<undefined>();
		});
	});
});
