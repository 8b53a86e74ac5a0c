import { GuardianError } from '../errors.js';
import type { ModelDeclarations } from './declare-model.js';
import type { PrismaModel } from './types.js';

type Values = Record<string, unknown>;

/** Whether a column says whose rows are meant. */
export type IsIdentity = (column: string) => boolean;

/** What matches no row at all. */
export const NONE = { in: [] };

/** The operators that the kit itself uses with a column that identifies rows, by the column. */
const OPERATORS: Record<string, (value: unknown) => boolean> = {
	id: isList,
	email: (value) =>
		isOperator(value, 'startsWith') && isText(value.startsWith) && value.startsWith !== '',
	userId: isList,
	publicId: (value) =>
		isOperator(value, 'startsWith') && isText(value.startsWith) && value.startsWith !== ''
};

/** Columns that identify rows without being unique. */
const IDENTITY = new Set(['publicId', 'passwordHash']);

/** PostgreSQL refuses NUL in a text, and half a character is in no text at all: no row has such a value. */
const IMPOSSIBLE = /\0|\p{Surrogate}/u;

/**
 * Checks the `where` of every statement before Prisma sees it. Prisma drops `undefined` from a `where`, and takes
 * an object in the place of a value for an operator: with either a statement for one user is one for everybody.
 *
 * @param isIdentity whether a column says whose rows are meant: it takes a text, and no operator but the kit's own
 * @returns the same, where a value that no row can have is replaced by one that matches none: PostgreSQL fails with some
 * @throws {GuardianError} `ARGUMENT_INVALID`, naming what is wrong
 *
 * @example
 * ```ts
 * checkedWhere({ userId: 'ann' }, isIdentity); // { userId: 'ann' }
 * checkedWhere({ userId: undefined }, isIdentity); // throws
 * ```
 */
export function checkedWhere(where: unknown, isIdentity: IsIdentity, path = 'where'): Values {
	const entries = isPlain(where) ? Object.entries(where) : [];
	if (entries.length === 0) throw refused(path, 'names no rows, and would mean all of them');
	return Object.fromEntries(
		entries.map(([name, value]) => [name, checked(name, value, isIdentity, `${path}.${name}`)])
	);
}

function checked(name: string, value: unknown, isIdentity: IsIdentity, path: string): unknown {
	if (name === 'OR' || name === 'AND' || name === 'NOT') {
		if (!Array.isArray(value)) return checkedWhere(value, isIdentity, path);
		// No condition at all: to Prisma every row meets it.
		if (value.length === 0 && name !== 'OR') throw refused(path, 'is empty');
		return value.map((each, index) => checkedWhere(each, isIdentity, `${path}.${index}`));
	}
	if (!isIdentity(name)) return checkedValue(value, isIdentity, path);
	if (isText(value)) return IMPOSSIBLE.test(value) ? NONE : value;
	if (Object.hasOwn(OPERATORS, name) && OPERATORS[name]!(value)) return value;
	throw refused(path, 'is no value of such a column');
}

/** Of the other columns, such as dates: nothing in it may be missing. */
function checkedValue(value: unknown, isIdentity: IsIdentity, path: string): unknown {
	if (value === undefined) throw refused(path, 'is undefined');
	if (value instanceof Date && Number.isNaN(value.getTime())) throw refused(path, 'is no date');
	// An operator, or a relation, whose own conditions count as much.
	if (isPlain(value)) return checkedWhere(value, isIdentity, path);
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
 * Whether a column says whose rows are meant, in any of these models: a key, what is unique, and what refers to a user.
 *
 * @example
 * ```ts
 * identityColumns(coreModels)('userId'); // true
 * ```
 */
export function identityColumns(declarations: ModelDeclarations): IsIdentity {
	const names = Object.values(declarations).flatMap(({ fields }) =>
		Object.entries(fields)
			.filter(([, { isId, isUnique, references }]) => isId ?? isUnique ?? references)
			.map(([name]) => name)
	);
	const all = new Set([...IDENTITY, ...names]);
	return (column) => all.has(column);
}

/**
 * A model whose every `where` is checked first: see {@link checkedWhere}.
 *
 * @param model called for each statement, because a client may return another one later
 *
 * @example
 * ```ts
 * const users = guarded(() => prisma.user, identityColumns(coreModels));
 * users.deleteMany({ where: { id: undefined } }); // throws
 * ```
 */
export function guarded(model: () => PrismaModel, isIdentity: IsIdentity): PrismaModel {
	const safe = (query: Values) => ({ ...query, where: checkedWhere(query?.where, isIdentity) });
	return {
		get fields() {
			return model().fields;
		},
		findUnique: (query: Values) => model().findUnique(safe(query)),
		findMany: (query: Values) => model().findMany(safe(query)),
		create: (query: Values) => model().create(query),
		upsert: (query: Values) => model().upsert(safe(query)),
		updateMany: (query: Values) => model().updateMany(safe(query)),
		deleteMany: (query: Values) => model().deleteMany(safe(query))
	};
}
