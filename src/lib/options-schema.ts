import { z } from 'zod';
import { coreModels } from './database/core-models.js';
import { fieldsOf } from './database/declare-model.js';
import type { Hooks } from './events.js';
import type { PageName, PageOption, PageRule } from './http/app-paths.js';
import { withoutPrefix } from './http/cookie-profile.js';
import { limits } from './limits-schema.js';
import { domain, origin, page, path, seconds } from './option-values.js';
import { passwords } from './passwords-schema.js';
import type { CheckedFeature } from './validate-features.js';
import { MAX_TIMER_SECONDS } from './with-timeout.js';

const DAY = 24 * 60 * 60;

const prisma = z.custom<object>(
	(client) => typeof client === 'object' && client !== null,
	'pass your PrismaClient: guardianAuth({ prisma: new PrismaClient({ adapter }) }).'
);

const modelName = z.string('write the name of a model, as your Prisma client has it.');

/** By the kit's names of the fields, the app's. */
const fieldNames = (fields: string[]) =>
	z
		.partialRecord(
			z.enum(fields),
			z
				.string('write the name of a column.')
				.min(1, 'write the name of a column, or leave the field out.')
		)
		.default({});

const PAGES = {
	signIn: { schema: page, fallback: '/signin' },
	signOut: { schema: page, fallback: '/signout' },
	afterSignIn: { schema: path, fallback: '/' },
	afterSignOut: { schema: path, fallback: '/' }
};

/** What holds for what a function in `pages` returns. */
export const PAGE_RULES = Object.fromEntries(
	Object.entries(PAGES).map(([name, { schema, fallback }]) => [
		name,
		{ fallback, read: (value: unknown) => schema.safeParse(value).data ?? null }
	])
) as Record<PageName, PageRule>;

/** A path, or a function that returns one for a request. */
const pageOption = ({ schema, fallback }: (typeof PAGES)[PageName]) =>
	z
		.custom<PageOption>()
		.default(fallback)
		.transform((value, context) => {
			if (typeof value === 'function') return value;
			const { data, error } = schema.safeParse(value);
			for (const { message } of error?.issues ?? []) {
				context.addIssue({ code: 'custom', message });
			}
			return data ?? fallback;
		});

const callback = z
	.custom<() => void>((value) => typeof value === 'function', 'write a function.')
	.optional();

const legacyCookie = z.strictObject({
	name: z.string('write the name of a cookie.').min(1, 'write the name of a cookie.'),
	domain: z.string().optional(),
	path: z.string().startsWith('/', 'write a path such as "/".').optional()
});

/** The names of all events. */
export const EVENTS = [
	'beforeSignIn',
	'afterSignIn',
	'signInFailed',
	'beforeSignUp',
	'afterSignUp',
	'beforeSignOut',
	'afterSignOut',
	'credentialsChanged',
	'emailFailed'
] as const satisfies (keyof Hooks<unknown>)[];

const SECRET = 'write at least 32 random bytes, such as from `openssl rand -base64 32`.';
const secret = z.string(SECRET).refine((value) => Buffer.byteLength(value) >= 32, SECRET);

/** Those with which no address of a page, which may hold a token, goes to other sites. */
const REFERRER_POLICIES = [
	'no-referrer',
	'origin',
	'origin-when-cross-origin',
	'same-origin',
	'strict-origin',
	'strict-origin-when-cross-origin'
] as const;

const LOCAL_NAME = "write a name such as 'authSession'.";
const localName = z
	.string(LOCAL_NAME)
	.regex(/^[A-Za-z_$][\w$]*$/, LOCAL_NAME)
	.refine((name) => !(name in Object.prototype), LOCAL_NAME);

/** The options of `guardianAuth()`, with their defaults. */
export const optionsSchema = z.strictObject({
	prisma,
	secret: z
		.union([secret.transform((one) => [one]), z.array(secret).min(1, SECRET)], SECRET)
		.optional(),
	appName: z.string('write the name of your app, as people know it.').optional(),
	passwords,
	user: z
		.strictObject({
			modelName: modelName.default('user'),
			fields: fieldNames(Object.keys(fieldsOf(coreModels.user))),
			select: z
				.record(z.string(), z.literal(true, 'write `true`, or leave the column out.'))
				.default({ email: true, name: true })
		})
		.prefault({}),
	session: z
		.strictObject({
			modelName: modelName.default('session'),
			fields: fieldNames([...Object.keys(fieldsOf(coreModels.session)), 'user']),
			select: z
				.record(z.string(), z.literal(true, 'write `true`, or leave the column out.'))
				.default({}),
			idle: seconds.optional(),
			absolute: seconds.default(90 * DAY),
			renewAfter: z
				.number('write a number of seconds.')
				.min(0, 'write 0 or more seconds.')
				.optional(),
			maxPerUser: z
				.int('write a whole number of sessions.')
				.min(1, 'write at least 1 session.')
				.default(100),
			deleteExpiredEvery: seconds
				.max(MAX_TIMER_SECONDS, `write at most ${MAX_TIMER_SECONDS} seconds.`)
				.optional()
		})
		.prefault({})
		.transform(({ idle: chosen, renewAfter, ...session }) => {
			const idle = chosen ?? Math.min(30 * DAY, session.absolute);
			return { ...session, idle, renewAfter: renewAfter ?? Math.min(300, idle / 2) };
		}),
	locals: z
		.strictObject({ user: localName.default('user'), session: localName.default('session') })
		.prefault({})
		.refine(({ user, session }) => user !== session, 'write two different names.'),
	cookie: z
		.strictObject({
			name: z
				.string()
				.regex(/^[A-Za-z0-9_.-]+$/, 'use letters, digits, `_`, `.` and `-`.')
				.refine(
					(name) => withoutPrefix(name) === name,
					'leave the prefix out: it is added where it may be.'
				)
				.default('guardian_session'),
			secure: z
				.union([z.literal('auto'), z.boolean()], "write 'auto', true or false.")
				.default('auto'),
			domain: domain.optional(),
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
			signIn: pageOption(PAGES.signIn),
			signOut: pageOption(PAGES.signOut),
			afterSignIn: pageOption(PAGES.afterSignIn),
			afterSignOut: pageOption(PAGES.afterSignOut)
		})
		.prefault({}),
	csrf: z
		.strictObject({
			trustedOrigins: z
				.array(origin, 'write a list such as ["https://www.example.com"].')
				.default([])
		})
		.prefault({}),
	signOutAction: z.enum(['handle', 'page'], "write 'handle' or 'page'.").default('handle'),
	store: z.strictObject({ timeout: seconds.default(5) }).prefault({}),
	securityHeaders: z
		.union(
			[
				z.literal(false),
				z.strictObject({
					frameAncestors: z
						.string('write sources such as "\'self\'".')
						.regex(
							/^[\x21-\x2b\x2d-\x3a\x3c-\x7e ]+$/,
							'write sources such as "\'self\'", without `;` and `,`.'
						)
						.default("'none'"),
					referrerPolicy: z
						.enum(REFERRER_POLICIES, 'write a policy such as "same-origin".')
						.default('strict-origin-when-cross-origin')
				})
			],
			'write false, or { frameAncestors, referrerPolicy }.'
		)
		.prefault({})
		.transform((value) => value || null),
	clearSiteData: z
		.union(
			[z.boolean(), z.array(z.enum(['storage', 'cache', 'cookies', 'executionContexts']))],
			"write true, or a list of 'storage', 'cache', 'cookies', 'executionContexts'."
		)
		.default(false)
		.transform((value) => (value === true ? ['storage'] : value || [])),
	events: z
		.strictObject({
			...(Object.fromEntries(EVENTS.map((name) => [name, callback])) as Record<
				keyof Hooks<unknown>,
				typeof callback
			>),
			outbox: z.boolean('write true or false.').default(false)
		})
		.refine(
			({ outbox, afterSignOut }) => !outbox || afterSignOut,
			'outbox: true stores events for `afterSignOut`. Add that function, or take it out.'
		)
		.prefault({}),
	features: z
		.array(
			z.custom<CheckedFeature>(
				(value) => typeof (value as { setup?: unknown } | null)?.setup === 'function',
				'write the result of a function such as audit().'
			),
			'write a list of features.'
		)
		.default([]),
	limits,
	models: z
		.record(
			z.string(),
			z.strictObject({
				modelName: modelName.optional(),
				fields: z.record(z.string(), z.string()).default({})
			})
		)
		.default({})
});

/** The option `limits`, with its defaults. */
export type LimitsConfig = z.output<typeof optionsSchema>['limits'];
