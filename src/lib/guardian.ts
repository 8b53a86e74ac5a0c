import type { RequestEvent } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { getRequestEvent } from '$app/server';
import { cookiesOf } from './arguments.js';
import { checkAdapter } from './check-adapter.js';
import { readConfig } from './config.js';
import { createAuthContext } from './context.js';
import type {
	FieldNames,
	ModelRow,
	OwnColumns,
	SelectedColumns,
	SelectedUser,
	SessionSelection,
	UserField,
	UserRow,
	UserSelection
} from './database/types.js';
import { createFeatureContext, type FeatureContext } from './feature-context.js';
import type { Actions, FeatureParts, Features } from './feature.js';
import { passwordFeature } from './features/password/index.js';
import { rateLimitFeature } from './features/rate-limit/index.js';
import { signOutFeature } from './features/sign-out/index.js';
import { createCookieFinder } from './http/cookie-profile.js';
import { withWorkAfterwards } from './http/after-response.js';
import { createHandle } from './http/handle.js';
import { createRequireUser } from './http/require-user.js';
import { createFormFinder } from './http/security-headers.js';
import { createInstallation } from './install-features.js';
import type { Guardian } from './guardian-types.js';
import type { GuardianOptions } from './options.js';
import { createDeliverEvents } from './deliver-events.js';
import { createRounds } from './rounds.js';
import { replaceEarlier } from './replace-earlier.js';
import { createCreateSession } from './sessions/create-session.js';
import { checkStoredDates } from './sessions/check-dates.js';
import { checkStoredEmails } from './users/check-emails.js';

/**
 * Sets up authentication for an app: sessions in its own database, form actions that work before JavaScript, and a
 * sign-out that reports success only when the session is revoked.
 *
 * @throws {GuardianError} `CONFIG_INVALID`, naming each option that is wrong and what to write instead;
 * `PLATFORM_UNSUPPORTED` in a build for Cloudflare
 *
 * @example
 * ```ts
 * // src/lib/server/auth.ts
 * import { existsSync } from 'node:fs';
 * import { guardianAuth } from 'svelte-guardian';
 * import { LibSql } from 'svelte-guardian/libsql';
 * import { PrismaClient } from '../../generated/prisma/client.js';
 *
 * if (existsSync('.env')) process.loadEnvFile();
 * const url = process.env.DATABASE_URL ?? 'file:./prisma/dev.db';
 *
 * export const auth = guardianAuth({
 * 	prisma: new PrismaClient({ adapter: new LibSql({ url }) }),
 * 	secret: process.env.GUARDIAN_SECRET,
 * 	cookie: { name: 'my_app_session' }
 * });
 * export const { handle, signIn, signUp, signOut, actions } = auth;
 * ```
 */
export function guardianAuth<
	Prisma extends object,
	const UserModel extends string = 'user',
	const UserFields extends FieldNames<UserField> = Record<never, never>,
	const SessionModel extends string = 'session',
	const Selection extends UserSelection<UserRow<Prisma, UserModel, UserFields>> = {
		email: true;
		name: true;
	},
	const List extends Features = [],
	const SessionColumns extends SessionSelection<ModelRow<Prisma, SessionModel>> = Record<
		never,
		never
	>
>(
	options: GuardianOptions<
		Prisma,
		UserModel,
		UserFields,
		SessionModel,
		Selection,
		List,
		SessionColumns
	>
): Guardian<
	SelectedUser<UserRow<Prisma, UserModel, UserFields>, Selection>,
	List,
	SelectedColumns<ModelRow<Prisma, SessionModel>, SessionColumns>,
	OwnColumns<Prisma, UserModel, UserFields>
> {
	type User = SelectedUser<UserRow<Prisma, UserModel, UserFields>, Selection>;
	checkAdapter();
	const rateLimit = rateLimitFeature<User>();
	const config = readConfig<User>(options, withBasePath, rateLimit.models);
	const { context, registry } = createAuthContext<User>(config, getRequestEvent);
	const { requests, users, admit } = context;
	const { paths, deleteExpiredEvery: every = null } = config;

	const installation = createInstallation(context, registry);
	const { api: signOutApi } = installation.install(signOutFeature<User>(), context);
	const password = installation.install(passwordFeature<User>(), context);
	const { api: rateLimitApi } = installation.install(rateLimit, context);
	const featureContext = createFeatureContext(context, signOutApi.sessions, password.services);
	// In the types of a feature, a user has only an id.
	const features = (options.features ?? []) as unknown as AnyFeature<User>[];
	const apis = features.map((feature) => [
		feature.id,
		installation.install(feature, featureContext).api
	]);
	// Rounds end with the process, which holds them until then: an app that makes none can be forgotten.
	const deletions =
		every === null
			? null
			: createRounds(
					async () => {
						await context.deleteExpired();
						return { isDone: true };
					},
					{ every, failed: 'Expired sessions could not be deleted.' }
				);
	const { cookie, names } = config;
	const app = [cookie.name, names.user.modelName, names.session.modelName].join(' ');
	replaceEarlier(app, {
		prisma: options.prisma,
		stop() {
			deletions?.stop();
			installation.close();
			context.signOutOutbox?.close();
		}
	});
	const { query } = context.database;
	void checkStoredEmails({ prisma: config.prisma, query });
	void checkStoredDates({ prisma: config.prisma, query });

	return {
		handle: withWorkAfterwards(
			createHandle({
				...{ requests, ...installation },
				hasForm: createFormFinder(Object.keys(installation.formActions)),
				setsCookie: createCookieFinder(config.cookie),
				securityHeaders: config.securityHeaders
			})
		),
		...password.api,
		...signOutApi,
		...rateLimitApi,
		deliverEvents: createDeliverEvents(context),
		createSession: createCreateSession({ requests, users, admit, paths }),
		actions: installation.formActions,
		requireUser: createRequireUser({ requests, pages: paths.pages }),
		statusOf: (event: Pick<RequestEvent, 'cookies'>) =>
			requests.of(cookiesOf(event), event).identity.status,
		...Object.fromEntries(apis)
	} as never;
}

type AnyFeature<User extends { id: string }> = Omit<Features[number], 'setup'> & {
	setup(context: FeatureContext<User>): FeatureParts<object, Actions, User>;
};

/** `resolve` types its argument as one of the app's own routes, which a library cannot know. */
const withBasePath = (path: string) => (resolve as (path: string) => string)(path);
