import { GuardianError } from '../errors.js';
import type { PrismaModel } from '../types.js';

type Values = Record<string, unknown>;

/** What matches no row at all. */
export const NONE = { in: [] };

/** These say whose rows a statement is about. Beside the value itself a few operators of the kit's own are allowed. */
const IDENTITY: Record<string, (value: unknown) => boolean> = {
	id: isList,
	userId: () => false,
	publicId: (value) =>
		isOperator(value, 'startsWith') && isText(value.startsWith) && value.startsWith !== '',
	email: () => false,
	passwordHash: () => false
};

/** PostgreSQL refuses NUL in a text, and half a character is in no text at all: no row has such a value. */
const IMPOSSIBLE = /\0|\p{Surrogate}/u;

/**
 * Checks the `where` of every statement before Prisma sees it. Prisma drops `undefined` from a `where`, and takes
 * an object in the place of a value for an operator: with either a statement for one user is one for everybody.
 *
 * @returns the same, where a value that no row can have is replaced by one that matches none: PostgreSQL fails with some
 * @throws {GuardianError} `ARGUMENT_INVALID`, naming what is wrong
 *
 * @example
 * ```ts
 * checkedWhere({ userId: 'ann' }); // { userId: 'ann' }
 * checkedWhere({ userId: undefined }); // throws
 * ```
 */
export function checkedWhere(where: unknown, path = 'where'): Values {
	const entries = isPlain(where) ? Object.entries(where) : [];
	if (entries.length === 0) throw refused(path, 'names no rows, and would mean all of them');
	return Object.fromEntries(
		entries.map(([name, value]) => [name, checked(name, value, `${path}.${name}`)])
	);
}

function checked(name: string, value: unknown, path: string): unknown {
	if (name === 'OR' || name === 'AND' || name === 'NOT') {
		if (!Array.isArray(value)) return checkedWhere(value, path);
		// No condition at all: to Prisma every row meets it.
		if (value.length === 0 && name !== 'OR') throw refused(path, 'is empty');
		return value.map((each, index) => checkedWhere(each, `${path}.${index}`));
	}
	const isAllowed = Object.hasOwn(IDENTITY, name) ? IDENTITY[name] : undefined;
	if (!isAllowed) return checkedValue(value, path);
	if (isText(value)) return IMPOSSIBLE.test(value) ? NONE : value;
	if (isAllowed(value)) return value;
	throw refused(path, 'is no value of such a column');
}

/** Of the other columns, such as dates: nothing in it may be missing. */
function checkedValue(value: unknown, path: string): unknown {
	if (value === undefined) throw refused(path, 'is undefined');
	if (value instanceof Date && Number.isNaN(value.getTime())) throw refused(path, 'is no date');
	// An operator, or a relation, whose own conditions count as much.
	if (isPlain(value)) return checkedWhere(value, path);
	return value;
}

const isText = (value: unknown): value is string => typeof value === 'string';

const isPlain = (value: unknown): value is Values =>
	typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const isOperator = <Name extends string>(
	value: unknown,
	name: Name
): value is Record<Name, unknown> => isPlain(value) && Object.keys(value).join() === name;

function isList(value: unknown): boolean {
	return isOperator(value, 'in') && Array.isArray(value.in) && value.in.every(isText);
}

const refused = (path: string, why: string) =>
	new GuardianError('ARGUMENT_INVALID', `In a statement \`${path}\` ${why}, so it was not sent.`);

/**
 * A model whose every `where` is checked first: see {@link checkedWhere}.
 *
 * @param model asked for with each call, for a client may give another one later
 *
 * @example
 * ```ts
 * const users = guarded(() => prisma.user);
 * users.deleteMany({ where: { id: undefined } }); // throws
 * ```
 */
export function guarded(model: () => PrismaModel): PrismaModel {
	const safe = (query: Values) => ({ ...query, where: checkedWhere(query?.where) });
	return {
		get fields() {
			return model().fields;
		},
		findUnique: (query: Values) => model().findUnique(safe(query)),
		findMany: (query: Values) => model().findMany(safe(query)),
		create: (query: Values) => model().create(query),
		updateMany: (query: Values) => model().updateMany(safe(query)),
		deleteMany: (query: Values) => model().deleteMany(safe(query))
	};
}
