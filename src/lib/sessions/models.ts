import type { ModelNames, PrismaLike, PrismaModel } from '../types.js';
import { guarded, NONE } from './where.js';

/** A 32-bit column refuses to be compared with more. */
const LARGEST_INT = 2 ** 31 - 1;

/**
 * The app's two models under the kit's own names: whatever is asked by them is asked of the database by the app's, and
 * comes back by the kit's. Nothing outside of this file knows how an app calls its models and fields.
 *
 * The id of a user is a string here, also where the column is an `Int` or a `BigInt`: so it is in Lucia, in `locals`, in
 * a form and in JSON. An app with the kit's names and string ids has nothing translated. Each `where` is checked first: one
 * with `undefined` or a foreign operator in it is refused, for to Prisma it could mean the rows of everybody.
 *
 * A column of the app's own that happens to have the name of a renamed field cannot be reached: the field hides it.
 *
 * @param prisma the app's client; that its models are there and have these fields has been checked
 * @param names what differs from the kit's names
 *
 * @example
 * ```ts
 * const models = modelsOf(prisma, {
 * 	user: { modelName: 'account', fields: { email: 'mail' } },
 * 	session: { modelName: 'session', fields: {} }
 * });
 * await models.user.findUnique({ where: { email } }); // asks for `mail`, answers `email`
 * ```
 */
export function modelsOf(prisma: object, names: ModelNames): PrismaLike {
	const { user, session } = names;
	const models = prisma as Record<string, PrismaModel>;
	const [users, sessions] = [models[user.modelName]!, models[session.modelName]!];
	const readId = idReader(users, user.fields.id ?? 'id');
	const isAsItIs =
		user.modelName === 'user' &&
		session.modelName === 'session' &&
		[user, session].every(({ fields }) => Object.keys(fields).length === 0) &&
		!readId;
	if (isAsItIs) return from(prisma, names, prisma as PrismaLike);

	const userTranslation = translation(user.fields, { ...(readId && { id: readId }) });
	const sessionTranslation = translation(
		session.fields,
		{ ...(readId && { userId: readId }) },
		{ user: userTranslation }
	);
	return from(prisma, names, {
		user: translated(users, userTranslation),
		session: translated(sessions, sessionTranslation)
	});
}

function from(client: object, names: ModelNames, models: PrismaLike): PrismaLike {
	const checked = { user: guarded(() => models.user), session: guarded(() => models.session) };
	sources.set(checked, { client, names });
	return checked;
}

/** A client, and what its models and fields are called where that is not as in the kit. */
interface Source {
	client: object;
	names: ModelNames;
}

const sources = new WeakMap<object, Source>();

/** Of a client that did not come through `modelsOf`. */
const OWN_NAMES: ModelNames = {
	user: { modelName: 'user', fields: {} },
	session: { modelName: 'session', fields: {} }
};

/**
 * What models come from.
 *
 * @example
 * ```ts
 * sourceOf(modelsOf(prisma, names)).client; // prisma
 * ```
 */
export function sourceOf(models: PrismaLike): Source {
	return sources.get(models) ?? { client: models, names: OWN_NAMES };
}

type Values = Record<string, unknown>;

/** How one model is spoken to, and how its answers are read. */
interface Translation {
	/** The arguments of a call. */
	args(args: Values): Values;
	/** A row, or what is left of it after a `select`. */
	row(row: Values): Values;
}

function translation(
	names: Readonly<Record<string, string>>,
	ids: Record<string, (id: string) => unknown>,
	relations: Record<string, Translation> = {}
): Translation {
	const back = new Map(Object.entries(names).map(([field, own]) => [own, field]));

	const fields = (values: Values): Values =>
		Object.fromEntries(Object.entries(values).map(([name, value]) => entry(name, value)));

	function entry(name: string, value: unknown): [string, unknown] {
		if (name === 'OR') return [name, (value as Values[]).map(fields)];
		if (name === 'NOT') return [name, fields(value as Values)];
		const relation = relations[name];
		const id = ids[name];
		return [
			names[name] ?? name,
			relation ? relation.args(value as Values) : id ? idOf(value, id) : value
		];
	}

	return {
		args(args) {
			const translate = (value: unknown): unknown =>
				Array.isArray(value)
					? value.map(translate)
					: typeof value === 'object' && value !== null
						? fields(value as Values)
						: value;
			return Object.fromEntries(
				Object.entries(args).map(([clause, value]) => [clause, translate(value)])
			);
		},
		row(row) {
			const entries = Object.entries(row).flatMap(([own, value]): [string, unknown][] => {
				const field = back.get(own) ?? own;
				if (field === own && names[own] !== undefined && names[own] !== own) return [];
				// `null` where the database does not enforce the foreign key and the other row is gone.
				if (relations[field]) return [[field, value && relations[field].row(value as Values)]];
				return [[field, ids[field] ? String(value) : value]];
			});
			return Object.fromEntries(entries);
		}
	};
}

function translated(model: PrismaModel, { args, row }: Translation): PrismaModel {
	return {
		fields: row(model.fields as Values),
		async findUnique(query: Values) {
			const found: Values | null = await model.findUnique(args(query));
			return found && row(found);
		},
		findMany: async (query: Values) => ((await model.findMany(args(query))) as Values[]).map(row),
		create: async (query: Values) => row(await model.create(args(query))),
		updateMany: (query: Values) => model.updateMany(args(query)),
		deleteMany: (query: Values) => model.deleteMany(args(query))
	};
}

/** One id, or a list of them. */
function idOf(value: unknown, read: (id: string) => unknown): unknown {
	if (typeof value === 'string') return read(value);
	if (typeof value !== 'object' || value === null || !('in' in value)) return value;
	return { in: (value.in as string[]).map(read).filter((id) => id !== NONE) };
}

/** Turns the id of a user into what its column holds; `null` where that is the same. */
function idReader({ fields }: PrismaModel, column: string): ((id: string) => unknown) | null {
	switch ((fields as Record<string, { typeName?: string }>)[column]?.typeName) {
		case 'Int':
			return (id) => (isNumeric(id) && Number(id) <= LARGEST_INT ? Number(id) : NONE);
		case 'BigInt':
			return (id) =>
				isNumeric(id) && BigInt.asIntN(64, BigInt(id)) === BigInt(id) ? BigInt(id) : NONE;
		default:
			return null;
	}
}

/** As a number in this column is written, and no other way: `1`, not `1e0` or ` 1`. */
const isNumeric = (id: string) => /^(0|[1-9]\d{0,18})$/.test(id);
