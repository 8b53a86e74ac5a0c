import { z } from 'zod';
import type { CookieSettings } from '../core/cookie-profile.js';
import type { Lifetime } from '../core/lifetime.js';
import { GuardianError } from '../errors.js';
import type { LegacyCookie } from '../options.js';
import { modelsOf } from '../sessions/models.js';
import type { PrismaLike, SignOutEvent, SignOutRequest } from '../types.js';
import { modelMistakes } from './model-mistakes.js';

/** The options, checked and defaulted: what the rest of the server reads. */
export interface Config<User> {
	/** The app's models, under the kit's names. */
	prisma: PrismaLike;
	columns: Record<string, true>;
	lifetime: Lifetime;
	/** In seconds; never, where there is none. */
	sweepEvery: number | undefined;
	cookie: CookieSettings & { legacy: LegacyCookie[] };
	/** Where an app has moved from Lucia: its cookie, and until when its sessions are taken over. */
	fromLucia: { until: Date; cookie: LegacyCookie } | null;
	/** With the base path. */
	pages: { signIn: string; signOut: string; afterSignIn: string; afterSignOut: string };
	signOutAction: 'handle' | 'page';
	storeTimeout: number;
	/** The value of the header, or none. */
	clearSiteData: string | null;
	events: {
		beforeSignOut?:
			((request: SignOutRequest<User>) => MaybePromise<void | { message: string }>) | undefined;
		afterSignOut?: ((event: SignOutEvent<User>) => MaybePromise<void>) | undefined;
	};
}

type MaybePromise<T> = T | Promise<T>;

const DAY = 24 * 60 * 60;

/** What a timer can wait, in seconds: some 24 days. */
const LONGEST_TIMER = Math.floor((2 ** 31 - 1) / 1000);

const prisma = z.custom<object>(
	(client) => typeof client === 'object' && client !== null,
	'pass your PrismaClient: guardianAuth({ prisma: new PrismaClient({ adapter }) }).'
);

const modelName = z.string('write the name of a model, as your Prisma client has it.');

/** By the kit's names of the fields, the app's. */
const fieldNames = <const Field extends string>(...fields: Field[]) =>
	z
		.partialRecord(
			z.enum(fields),
			z
				.string('write the name of a column.')
				.min(1, 'write the name of a column, or leave the field out.')
		)
		.default({});

const path = z
	.string('write a path such as "/signin".')
	.regex(
		/^\/(?![/\\])[\x21-\x7e]*$/,
		'write a path of your app such as "/signin", without origin and base path.'
	);
const page = path.regex(/^[^?#]*$/, 'write only the path: the kit adds a query of its own.');
const seconds = z
	.number('write a number of seconds.')
	.positive('write a number of seconds above 0.');

const callback = z
	.custom<() => void>((value) => typeof value === 'function', 'write a function.')
	.optional();

const legacyCookie = z.strictObject({
	name: z.string('write the name of a cookie.').min(1, 'write the name of a cookie.'),
	domain: z.string().optional(),
	path: z.string().startsWith('/', 'write a path such as "/".').optional()
});

const schema = z.strictObject({
	prisma,
	user: z
		.strictObject({
			modelName: modelName.default('user'),
			fields: fieldNames('id', 'email', 'passwordHash', 'name', 'disabledAt'),
			select: z
				.record(z.string(), z.literal(true, 'write `true`, or leave the column out.'))
				.default({ email: true, name: true })
		})
		.prefault({}),
	session: z
		.strictObject({
			modelName: modelName.default('session'),
			fields: fieldNames(
				'id',
				'publicId',
				'userId',
				'user',
				'expiresAt',
				'createdAt',
				'lastUsedAt',
				'userAgent',
				'ipAddress'
			),
			idle: seconds.optional(),
			absolute: seconds.default(90 * DAY),
			renewAfter: z
				.number('write a number of seconds.')
				.min(0, 'write 0 or more seconds.')
				.optional(),
			sweepEvery: seconds.max(LONGEST_TIMER, `write at most ${LONGEST_TIMER} seconds.`).optional()
		})
		.prefault({})
		.transform(({ idle: chosen, renewAfter, ...session }) => {
			const idle = chosen ?? Math.min(30 * DAY, session.absolute);
			return { ...session, idle, renewAfter: renewAfter ?? Math.min(300, idle / 2) };
		}),
	cookie: z
		.strictObject({
			name: z
				.string()
				.regex(/^[A-Za-z0-9_.-]+$/, 'use letters, digits, `_`, `.` and `-`.')
				.refine(
					(name) => !/^__(host|secure)-/i.test(name),
					'leave the prefix out: it is added where it may be.'
				)
				.default('guardian_session'),
			secure: z
				.union([z.literal('auto'), z.boolean()], "write 'auto', true or false.")
				.default('auto'),
			domain: z
				.string()
				.min(1, 'write a domain such as "example.com", or leave it out.')
				.optional(),
			sameSite: z.enum(['lax', 'strict'], "write 'lax' or 'strict'.").default('lax'),
			legacy: z.array(legacyCookie, 'write a list such as [{ name: "old_session" }].').default([])
		})
		.prefault({}),
	fromLucia: z
		.strictObject({
			until: z.date('write the day when it ends, such as new Date("2027-03-31").'),
			cookie: legacyCookie.default({ name: 'auth_session' })
		})
		.optional(),
	pages: z
		.strictObject({
			signIn: page.default('/signin'),
			signOut: page.default('/signout'),
			afterSignIn: path.default('/'),
			afterSignOut: path.default('/')
		})
		.prefault({}),
	signOutAction: z.enum(['handle', 'page'], "write 'handle' or 'page'.").default('handle'),
	store: z.strictObject({ timeout: seconds.default(5) }).prefault({}),
	clearSiteData: z
		.union(
			[z.boolean(), z.array(z.enum(['storage', 'cache', 'cookies', 'executionContexts']))],
			"write true, or a list of 'storage', 'cache', 'cookies', 'executionContexts'."
		)
		.default(false)
		.transform((value) => (value === true ? ['storage'] : value || [])),
	events: z.strictObject({ beforeSignOut: callback, afterSignOut: callback }).prefault({})
});

/**
 * Checks the options once and fills in the defaults; nothing asks for an option again afterwards.
 *
 * @param inApp puts the base path before a path of the app. Given from outside, for only Vite knows the base path, and
 * a test runner reads the same options without it.
 * @throws {GuardianError} `CONFIG_INVALID`, naming each key that is wrong and what to write instead
 *
 * @example
 * ```ts
 * const config = readConfig({ prisma, session: { idle: 3600 } }, (path) => base + path);
 * ```
 */
export function readConfig<User>(
	options: { prisma: object; events?: Config<User>['events'] },
	inApp: (path: string) => string
): Config<User> {
	const parsed = schema.safeParse(options ?? {});
	if (!parsed.success) throw invalid(parsed.error.issues.map(sentence));

	const { user, pages, signOutAction, store, clearSiteData, cookie, fromLucia } = parsed.data;
	const { modelName, fields, sweepEvery, ...lifetime } = parsed.data.session;
	const names = { user, session: { modelName, fields } };
	const mistakes = [...modelMistakes(options.prisma, names), ...lifetimeMistakes(lifetime)];
	if (mistakes.length > 0) throw invalid(mistakes);

	const models = modelsOf(options.prisma, names);
	// The default asks for `name`, and an app without that column simply has none.
	const columns = isSelected(options as object) ? user.select : presentIn(models, user.select);
	const misselected = selectionMistakes(models, columns);
	if (misselected.length > 0) throw invalid(misselected);

	return {
		prisma: models,
		columns,
		lifetime,
		sweepEvery,
		// Signing out forgets Lucia's cookie with ours.
		cookie: { ...cookie, legacy: [...cookie.legacy, ...(fromLucia ? [fromLucia.cookie] : [])] },
		fromLucia: fromLucia ?? null,
		pages: {
			signIn: inApp(pages.signIn),
			signOut: inApp(pages.signOut),
			afterSignIn: inApp(pages.afterSignIn),
			afterSignOut: inApp(pages.afterSignOut)
		},
		signOutAction,
		storeTimeout: store.timeout,
		clearSiteData: clearSiteData.map((directive) => `"${directive}"`).join(', ') || null,
		events: {
			beforeSignOut: options.events?.beforeSignOut?.bind(options.events),
			afterSignOut: options.events?.afterSignOut?.bind(options.events)
		}
	};
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

function sentence(issue: z.core.$ZodIssue): string {
	if (issue.code === 'unrecognized_keys') {
		const where = issue.path.length ? `${issue.path.join('.')}.` : '';
		return issue.keys
			.map((key) => `${where}${key}: there is no such option. Take it out.`)
			.join('\n  ');
	}
	return `${issue.path.join('.') || 'options'}: ${issue.message}`;
}

function invalid(sentences: string[]): GuardianError {
	return new GuardianError('CONFIG_INVALID', `\n  ${sentences.join('\n  ')}`);
}
