import { z } from 'zod';
import { resolve } from '$app/paths';
import type { CookieSettings } from '../core/cookie-profile.js';
import type { Lifetime } from '../core/lifetime.js';
import { GuardianError } from '../errors.js';
import type { GuardianOptions, LegacyCookie } from '../options.js';
import type {
	PrismaLike,
	SelectedUser,
	SignOutEvent,
	SignOutRequest,
	UserSelection
} from '../types.js';

/** The options, checked and defaulted: what the rest of the server reads. */
export interface Config<User> {
	prisma: PrismaLike;
	columns: Record<string, true>;
	lifetime: Lifetime;
	/** In seconds; never, where there is none. */
	sweepEvery: number | undefined;
	cookie: CookieSettings & { legacy: LegacyCookie[] };
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

/** By the client's key, the model's name: the columns the kit reads and writes. */
const MODELS = [
	['user', 'User', ['id', 'email', 'passwordHash']],
	[
		'session',
		'Session',
		['id', 'publicId', 'userId', 'expiresAt', 'createdAt', 'lastUsedAt', 'userAgent', 'ipAddress']
	]
] as const;

const prisma = z.custom<PrismaLike>().superRefine((client: unknown, context) => {
	if (typeof client !== 'object' || client === null) {
		context.addIssue(
			'pass your PrismaClient: guardianAuth({ prisma: new PrismaClient({ adapter }) }).'
		);
		return;
	}
	for (const [key, name, columns] of MODELS) {
		const mistake = modelMistake((client as Record<string, unknown>)[key], name, columns);
		if (mistake) context.addIssue(`${mistake} ${REMEDY}`);
	}
});

const REMEDY =
	'Take it over from node_modules/svelte-guardian/prisma/guardian.prisma and run `prisma generate`.';

function modelMistake(model: unknown, name: string, columns: readonly string[]): string | null {
	const fields =
		typeof model === 'object' && model !== null && 'fields' in model ? model.fields : null;
	if (typeof fields !== 'object' || fields === null)
		return `your Prisma schema has no model \`${name}\`.`;
	const missing = columns.filter((column) => !(column in fields)).map((column) => `\`${column}\``);
	return missing.length > 0 ? `your model \`${name}\` lacks ${missing.join(', ')}.` : null;
}

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

const schema = z.strictObject({
	prisma,
	user: z
		.strictObject({
			select: z
				.record(z.string(), z.literal(true, 'write `true`, or leave the column out.'))
				.default({ email: true, name: true })
		})
		.prefault({}),
	session: z
		.strictObject({
			idle: seconds.optional(),
			absolute: seconds.default(90 * DAY),
			renewAfter: z
				.number('write a number of seconds.')
				.min(0, 'write 0 or more seconds.')
				.optional(),
			sweepEvery: seconds.max(LONGEST_TIMER, `write at most ${LONGEST_TIMER} seconds.`).optional()
		})
		.prefault({})
		.transform(({ idle: chosen, absolute, renewAfter, sweepEvery }) => {
			const idle = chosen ?? Math.min(30 * DAY, absolute);
			return { idle, absolute, renewAfter: renewAfter ?? Math.min(300, idle / 2), sweepEvery };
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
			legacy: z
				.array(
					z.strictObject({
						name: z.string('write the name of a cookie.').min(1, 'write the name of a cookie.'),
						domain: z.string().optional(),
						path: z.string().startsWith('/', 'write a path such as "/".').optional()
					}),
					'write a list such as [{ name: "old_session" }].'
				)
				.default([])
		})
		.prefault({}),
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
 * @throws {GuardianError} `CONFIG_INVALID`, naming each key that is wrong and what to write instead
 *
 * @example
 * ```ts
 * const config = readConfig({ prisma, session: { idle: 3600 } });
 * ```
 */
export function readConfig<Prisma extends PrismaLike, Selection extends UserSelection<Prisma>>(
	options: GuardianOptions<Prisma, Selection>
): Config<SelectedUser<Prisma, Selection>> {
	const parsed = schema.safeParse(options ?? {});
	if (!parsed.success) throw invalid(parsed.error.issues.map(sentence));

	const { session, user, cookie, pages, signOutAction, store, clearSiteData } = parsed.data;
	// The default asks for `name`, and an app without that column simply has none.
	const columns = options.user?.select ? user.select : presentIn(options.prisma, user.select);
	const mistakes = [...selectionMistakes(options.prisma, columns), ...lifetimeMistakes(session)];
	if (mistakes.length > 0) throw invalid(mistakes);
	const { sweepEvery, ...lifetime } = session;

	return {
		prisma: options.prisma,
		columns,
		lifetime,
		sweepEvery,
		cookie,
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

/** `resolve` types its argument as one of the app's own routes, which a library cannot know. */
const inApp = (path: string) => (resolve as (path: string) => string)(path);

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
