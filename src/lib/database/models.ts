import { coreModels } from './core-models.js';
import type { ModelDeclarations } from './declare-model.js';
import { primaryOf } from './primary.js';
import type { KitModels, ModelNames, PrismaLike, PrismaModel } from './types.js';
import { guarded, identityColumns, NONE } from './where.js';

/** PostgreSQL does not compare a 32-bit column with a larger number. */
const LARGEST_INT = 2 ** 31 - 1;

/**
 * The app's models under the kit's names: queries and rows use the kit's names, the database gets the app's. No other file
 * knows the app's names.
 *
 * The id of a user is a string here, also where the column is an `Int` or a `BigInt`: so it is in Lucia, in `locals`, in
 * a form and in JSON. An app with the kit's names and string ids has nothing translated. Each `where` is checked first: one
 * with `undefined` or a foreign operator in it is refused, because to Prisma it could mean everybody's rows.
 *
 * A column of the app's own that has the name of a renamed field cannot be reached: the field hides it.
 *
 * Where the client has read replicas, every statement goes to the primary: see {@link primaryOf}.
 *
 * @param prisma the app's client; that its models exist and have these fields has been checked
 * @param names the app's names, by the kit's
 * @param declarations Default: the models of the kit itself.
 *
 * @example
 * ```ts
 * const models = modelsOf(prisma, {
 * 	user: { modelName: 'account', fields: { email: 'mail' } },
 * 	session: { modelName: 'session', fields: {} }
 * });
 * await models.user.findUnique({ where: { email } }); // queries `mail`, returns `email`
 * ```
 */
export function modelsOf(
	prisma: object,
	names: ModelNames,
	declarations: ModelDeclarations = coreModels
): KitModels {
	const client = primaryOf(prisma) as Record<string, PrismaModel>;
	const keys = Object.keys(declarations).filter(
		(key) => !declarations[key]!.isOptional || client[names[key]!.modelName]
	);
	const isIdentity = identityColumns(declarations);
	const readId = idReader(client[names.user.modelName]!, names.user.fields.id ?? 'id');
	const isAsItIs =
		!readId &&
		keys.every((key) => {
			const { modelName, fields } = names[key]!;
			return modelName === key && Object.keys(fields).length === 0;
		});

	const user = translation(names.user.fields, { ...(readId && { id: readId }) });
	const translationOf = (key: string) => {
		if (key === 'user') return user;
		const ids: Parameters<typeof translation>[1] = {};
		const relations: Record<string, Translation> = {};
		for (const [name, { references }] of Object.entries(declarations[key]!.fields)) {
			if (!references) continue;
			if (readId) ids[name] = readId;
			relations[references.relation] = user;
		}
		return translation(names[key]!.fields, ids, relations);
	};
	const translatedModel = (key: string) => {
		const model = translated(client[names[key]!.modelName]!, translationOf(key));
		return () => model;
	};

	const models = Object.fromEntries(
		keys.map((key) => {
			const own = isAsItIs ? () => client[key]! : translatedModel(key);
			return [key, guarded(own, isIdentity)];
		})
	) as KitModels;
	sources.set(models, { client, names });
	return models;
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

	const renamed = (values: Values): Values =>
		Object.fromEntries(Object.entries(values).map(([name, value]) => [names[name] ?? name, value]));

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
			const translate = (value: unknown, read: (values: Values) => Values): unknown =>
				Array.isArray(value)
					? value.map((one) => translate(one, read))
					: typeof value === 'object' && value !== null
						? read(value as Values)
						: value;
			return Object.fromEntries(
				Object.entries(args).map(([clause, value]) => [
					clause,
					// An order by an id is `asc`, and no id.
					translate(value, clause === 'orderBy' ? renamed : fields)
				])
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
		upsert: async (query: Values) => row(await model.upsert(args(query))),
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
