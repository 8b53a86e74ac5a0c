import type { CookieSettings } from './http/cookie-profile.js';
import type { LocalNames } from './http/request-auth.js';
import type { Lifetime } from './sessions/lifetime.js';
import { GuardianError } from './errors.js';
import type { LegacyCookie } from './http/cookie-profile.js';
import { coreModels, secretModel } from './database/core-models.js';
import { fieldsOf } from './database/declare-model.js';
import { eventModels } from './outbox/event-model.js';
import { modelsOf } from './database/models.js';
import type { KitModels, ModelNames, Names, PrismaLike } from './database/types.js';
import type { Hooks } from './events.js';
import { declarationsOf, featureMistakes, featureNames } from './validate-features.js';
import type { SecurityHeaders } from './http/security-headers.js';
import { createAppPaths } from './http/app-paths.js';
import { createAfterSignInUrl, type SignInPaths } from './http/cookie-check.js';
import { optionIssues } from './option-issues.js';
import { EVENTS, optionsSchema, PAGE_RULES, type LimitsConfig } from './options-schema.js';
import type { ModelDeclarations } from './database/declare-model.js';
import { validateModels } from './database/validate-models.js';
import { quoted } from './database/validate-written.js';

/** The options, checked and defaulted: what the rest of the server reads. */
export interface Config<User> {
	/** The first seals, all open. `null`: the kit keeps one in the database. */
	secrets: readonly string[] | null;
	/** The models of the kit and of its features, with their names in the app. */
	declarations: ModelDeclarations;
	names: ModelNames;
	/** The app's models, under the kit's names. */
	prisma: KitModels;
	columns: Record<string, true>;
	/** The columns of the app's own that are listed with a session. */
	sessionColumns: Record<string, true>;
	/** The names in `event.locals`. */
	locals: LocalNames;
	lifetime: Lifetime;
	/** How many sessions a user can have. */
	maxPerUser: number;
	/** In seconds; `undefined` for never. */
	deleteExpiredEvery: number | undefined;
	cookie: CookieSettings & { legacy: LegacyCookie[] };
	/** Where an app has moved from Lucia: its cookie, and until when its sessions are taken over. */
	fromLucia: { until: Date; cookie: LegacyCookie } | null;
	/** The pages of the app, and what is a path of it. */
	paths: SignInPaths;
	/** Origins beside the app's own whose forms are accepted. */
	trustedOrigins: readonly string[];
	signOutAction: 'handle' | 'page';
	storeTimeout: number;
	/** The value of the header, or none. */
	clearSiteData: string | null;
	/** What every response for a user is sent with, or nothing. */
	securityHeaders: SecurityHeaders | null;
	events: Hooks<User>;
	/** Whether `events.afterSignOut` is stored and delivered later. */
	storesEvents: boolean;
	/** How often people may try; `false` where nothing is limited. */
	limits: LimitsConfig;
	/** The name of the app, which no password may be made of. */
	appName: string | undefined;
	/** Where passwords are looked up that are known from breaches; `null` for nowhere. */
	hibp: { url: string; timeout: number } | null;
	/** Puts the base path before a path of the app. */
	withBasePath(path: string): string;
}

/**
 * Checks the options once and fills in the defaults.
 *
 * @param resolvePath puts the base path before a path of the app; called once. It is a parameter because only Vite knows the base path,
 * and a test runner reads the same options without Vite.
 * @param builtIn the models of the features that are always installed. Default: none.
 * @throws {GuardianError} `CONFIG_INVALID`, naming each key that is wrong and what to write instead
 *
 * @example
 * ```ts
 * const config = readConfig({ prisma, session: { idle: 3600 } }, (path) => base + path);
 * ```
 */
export function readConfig<User>(
	options: { prisma: object; events?: Hooks<User> | undefined },
	resolvePath: (path: string) => string,
	builtIn: ModelDeclarations = {}
): Config<User> {
	const parsed = optionsSchema.safeParse(options ?? {});
	if (!parsed.success) throw invalid(optionIssues(parsed.error));

	const {
		user,
		pages,
		csrf,
		signOutAction,
		store,
		clearSiteData,
		securityHeaders,
		cookie,
		fromLucia
	} = parsed.data;
	const {
		modelName,
		fields,
		select: sessionColumns,
		deleteExpiredEvery,
		maxPerUser,
		...lifetime
	} = parsed.data.session;
	const { secret: secrets = null } = parsed.data;
	const { outbox: storesEvents } = parsed.data.events;
	const declarations = declarationsOf(parsed.data.features, {
		...builtIn,
		...(secrets === null && secretModel),
		...(storesEvents && eventModels)
	});
	const names: ModelNames = {
		...featureNames(declarations, parsed.data.models),
		// Each key is there only with a value.
		user: { modelName: user.modelName, fields: user.fields } as Names,
		session: { modelName, fields } as Names
	};
	const mistakes = [
		...featureMistakes(parsed.data.features, parsed.data.models, declarations, builtIn),
		...validateModels(options.prisma, names, declarations),
		...lifetimeMistakes(lifetime)
	];
	if (mistakes.length > 0) throw invalid(mistakes);

	// Read once: in a request, SvelteKit makes it relative, and mails would have links that lead nowhere.
	const base = resolvePath('/').replace(/\/$/, '');
	const withBasePath = (path: string) => base + path;
	const paths = createAppPaths(base, pages, PAGE_RULES);
	const models = modelsOf(options.prisma, names, declarations);
	// The default asks for `name`, and an app without that column simply has none.
	const columns = isSelected(options as object) ? user.select : presentIn(models, user.select);
	const misselected = [
		...selectionMistakes(models, columns),
		...sessionSelectionMistakes(models, sessionColumns)
	];
	if (misselected.length > 0) throw invalid(misselected);

	return {
		secrets,
		declarations,
		names,
		prisma: models,
		columns,
		sessionColumns,
		locals: parsed.data.locals,
		lifetime,
		deleteExpiredEvery,
		maxPerUser,
		// Signing out forgets Lucia's cookie with ours.
		cookie: { ...cookie, legacy: [...cookie.legacy, ...(fromLucia ? [fromLucia.cookie] : [])] },
		fromLucia: fromLucia ?? null,
		paths: { ...paths, afterSignInUrl: createAfterSignInUrl({ cookie, paths, withBasePath }) },
		trustedOrigins: csrf.trustedOrigins,
		signOutAction,
		storeTimeout: store.timeout,
		securityHeaders,
		clearSiteData: clearSiteData.map((directive) => `"${directive}"`).join(', ') || null,
		events: boundHooks(options.events),
		storesEvents,
		limits: parsed.data.limits,
		appName: parsed.data.appName,
		hibp: parsed.data.passwords.hibp,
		withBasePath
	};
}

/** An app may pass an object of a class, whose methods need it as `this`. */
function boundHooks<User>(events: Hooks<User> = {}): Hooks<User> {
	const bound = EVENTS.flatMap((name) => {
		const hook = events[name] as ((event: never) => unknown) | undefined;
		return hook ? [[name, hook.bind(events)]] : [];
	});
	return Object.fromEntries(bound) as Hooks<User>;
}

const isSelected = (options: { user?: { select?: unknown } }) => options.user?.select !== undefined;

function presentIn({ user }: PrismaLike, columns: Record<string, true>): Record<string, true> {
	return Object.fromEntries(Object.entries(columns).filter(([column]) => column in user.fields));
}

function selectionMistakes(prisma: PrismaLike, select: Record<string, true>): string[] {
	return Object.keys(select).flatMap((column) => {
		if (column === 'passwordHash') {
			return [
				'user.select.passwordHash: take it out: `locals` is sent to pages, and the hash must not be.'
			];
		}
		if (column in prisma.user.fields) return [];
		return [`user.select.${column}: your model \`User\` has no such column.`];
	});
}

/** The kit's own columns are listed in any case, or not for anybody to see: the id is the hash of the token. */
function sessionSelectionMistakes({ session }: PrismaLike, select: Record<string, true>): string[] {
	const kit = fieldsOf(coreModels.session);
	const own = Object.keys(session.fields).filter((column) => !Object.hasOwn(kit, column));
	const cure = own.length > 0 ? `Write one of ${quoted(own)}.` : 'It has none.';
	return Object.keys(select)
		.filter((column) => !own.includes(column))
		.map(
			(column) =>
				`session.select.${column}: this is no column of your own in your model of sessions. ${cure}`
		);
}

function lifetimeMistakes({ idle, absolute, renewAfter }: Lifetime): string[] {
	const mistakes = [];
	if (idle > absolute) {
		mistakes.push(
			`session.idle: ${idle} s is longer than session.absolute, ${absolute} s. Write at most that.`
		);
	}
	if (renewAfter > idle / 2) {
		mistakes.push(`session.renewAfter: write at most half of session.idle, ${idle / 2} s.`);
	}
	return mistakes;
}

function invalid(sentences: string[]): GuardianError {
	return new GuardianError('CONFIG_INVALID', `\n  ${sentences.join('\n  ')}`);
}
