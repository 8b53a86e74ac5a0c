import { z } from 'zod';
import { GuardianError, type GuardianCode } from './errors.js';
import type { Cookies } from './types.js';

/**
 * What kind of value was passed, for an error message. The value itself stays out of it: it may be a secret.
 *
 * @example
 * ```ts
 * kindOf(''); // 'an empty string'
 * ```
 */
export function kindOf(value: unknown): string {
	if (value === undefined || value === null) return String(value);
	if (value === '') return 'an empty string';
	if (Array.isArray(value)) return 'an array';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A zod error that says what was passed and what to pass instead. */
export const say = (advice: string) => ({
	error: ({ input }: { input?: unknown }) => `is ${kindOf(input)}. ${advice}`
});

const noUser = say("Pass a user's id: a string, or the number or bigint that your column holds.");

/**
 * The id of a user, as a string: so it is everywhere in the kit. A number or a bigint is what an `Int` or a `BigInt` column
 * holds. Anything else is refused: Prisma drops `undefined` from a `where`, and takes an object for an operator, so either
 * would mean other users.
 */
export const userIdArgument = z
	.union([z.string().min(1, noUser), z.int(noUser), z.bigint()], noUser)
	.transform(String);

const noSession = say("Pass a session's id, such as the `id` of `locals.session`.");

/** The public id of a session. */
export const sessionIdArgument = z.string(noSession).min(1, noSession);

const noReason = say("Pass a word of your own, such as 'admin', or leave it out.");

/** What an app calls the reason for a sign-out. */
export const reasonArgument = z.string(noReason).min(1, noReason);

/** Whether `signIn()`, `signUp()` or `signOut()` redirect. */
export const redirectArgument = z
	.boolean(say('Pass true or false: with false the result is returned.'))
	.default(true);

/** What `signIn()` and `signUp()` are given beside the fields of their forms, which a visitor may fill in wrongly. */
export const redirects = z.object({ redirect: redirectArgument });

/** What `signUp()` puts into columns of the app's own. */
export const dataArgument = z.object({
	data: z.record(z.string(), z.unknown(), say('Pass an object: `{ column: value }`.')).default({})
});

const count = say('Pass a whole number: a limit from 1 to 1000, an offset from 0.');

/** A page of a list. */
export const pageArguments = {
	limit: z.int(count).min(1, count).max(1000, count).default(100),
	offset: z.int(count).min(0, count).default(0)
};

/** A user, by their id. Other properties of the object are ignored. */
const user = z.object(
	{ id: userIdArgument },
	say('Pass the user, or `{ id }`: an object, not the id alone.')
);

/** An argument or an option that names a user. */
export const userArgument = z.object({ user });

/**
 * Reads what server code has passed, once, where it enters the kit.
 *
 * @param call how the message calls the function, such as `sessions.list()`
 * @param codeOf the error's code, by the name of the argument that is wrong
 * @throws {GuardianError} naming every argument that is wrong and what to pass instead
 *
 * @example
 * ```ts
 * const { id } = readArguments('sessions.list()', userArgument, { user: { id: 'ann' } }).user;
 * ```
 */
export function readArguments<Schema extends z.ZodType>(
	call: string,
	schema: Schema,
	values: unknown,
	codeOf: (argument: string) => GuardianCode = () => 'ARGUMENT_INVALID'
): z.output<Schema> {
	const parsed = schema.safeParse(values);
	if (parsed.success) return parsed.data;
	const { issues } = parsed.error;
	const sentences = issues.flatMap((issue) =>
		issue.code === 'unrecognized_keys'
			? issue.keys.map((key) => `\`${key}\` is no option. Take it out.`)
			: `\`${issue.path.join('.')}\` ${issue.message}`
	);
	const codes = issues.map(({ path }) => codeOf(String(path[0])));
	const code = codes.find((each) => each !== 'ARGUMENT_INVALID') ?? 'ARGUMENT_INVALID';
	throw new GuardianError(code, `${call}: ${sentences.join(' ')}`);
}

/**
 * Returns the `cookies` of options or of a request event. Accepts any value: `Requests.of` throws if there are no cookies.
 *
 * @example
 * ```ts
 * const state = states.of(cookiesOf(options));
 * ```
 */
export function cookiesOf(options: { cookies: Cookies } | null | undefined): Cookies {
	return options?.cookies as Cookies;
}

/**
 * Checks that a request event has a `url`, without reading it: SvelteKit reruns a `load` when a URL that it read changes.
 *
 * @throws {GuardianError} `ARGUMENT_INVALID`
 *
 * @example
 * ```ts
 * const { pathname } = urlOf('requireUser()', event);
 * ```
 */
export function urlOf(call: string, { url }: { url: URL }): URL {
	if (url instanceof URL) return url;
	throw new GuardianError(
		'ARGUMENT_INVALID',
		`${call}: \`url\` is ${kindOf(url)}. Pass the request event, or its \`cookies\` and its \`url\`.`
	);
}

/**
 * Explains why cookies belong to no request; empty if they look like valid cookies.
 *
 * @example
 * ```ts
 * cookiesMistake(undefined); // 'Here `cookies` is undefined.'
 * ```
 */
export function cookiesMistake(cookies: unknown): string {
	if (typeof cookies !== 'object' || cookies === null) {
		return `Here \`cookies\` is ${kindOf(cookies)}.`;
	}
	if ('cookies' in cookies) return 'Here it is the event itself: write `cookies: event.cookies`.';
	const isLikeCookies = 'get' in cookies && 'set' in cookies;
	return isLikeCookies ? '' : 'Here `cookies` is an object without `get` and `set`.';
}
