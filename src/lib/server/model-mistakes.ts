import type { ModelNames, SessionField, UserField } from '../types.js';

/** What a field of the kit has to be in the app's model. */
interface Requirement {
	/** As Prisma calls it. */
	types: readonly string[];
	/** The kit does without it where the app has no such column. */
	optional?: true;
}

const id = { types: ['String', 'Int', 'BigInt'] };
const text = { types: ['String'] };
const time = { types: ['DateTime'] };

const MODELS = {
	user: {
		name: 'User',
		fields: {
			id,
			email: text,
			passwordHash: text,
			name: { ...text, optional: true },
			disabledAt: { types: ['DateTime', 'Boolean'], optional: true }
		} satisfies Record<UserField, Requirement>
	},
	session: {
		name: 'Session',
		fields: {
			id: text,
			publicId: text,
			userId: id,
			expiresAt: time,
			createdAt: time,
			lastUsedAt: time,
			userAgent: text,
			ipAddress: text
		} satisfies Record<Exclude<SessionField, 'user'>, Requirement>
	}
} as const;

/** Prisma's own account of a field: part of its public API, for comparing columns with each other. */
interface FieldReference {
	modelName?: string;
	typeName?: string;
}

interface Model {
	name?: string;
	fields: Record<string, FieldReference>;
}

/**
 * Says what is wrong with the app's two models, or with the names it gave for them: each sentence names the option, and
 * what to write. A client that cannot do is found out when the app starts, and not at the first sign-in.
 *
 * @example
 * ```ts
 * modelMistakes(prisma, { user: { modelName: 'acount', fields: {} }, session });
 * // ['user.modelName: your Prisma client has no `acount`. Write one of `account`, `session`.']
 * ```
 */
export function modelMistakes(prisma: object, names: ModelNames): string[] {
	const client = prisma as Record<string, unknown>;
	return (['user', 'session'] as const).flatMap((which) => {
		const { modelName, fields } = names[which];
		const model = client[modelName];
		return isModel(model)
			? [...fieldMistakes(which, model, fields), ...relationMistakes(which, client, model, names)]
			: [missingModel(which, modelName, client)];
	});
}

function missingModel(which: 'user' | 'session', name: string, client: Record<string, unknown>) {
	const { name: standard } = MODELS[which];
	if (name === which) {
		return `prisma: your Prisma schema has no model \`${standard}\`. ${REMEDY} Or name yours in ${which}.modelName.`;
	}
	const there = Object.keys(client).filter((key) => !/^[_$]/.test(key) && isModel(client[key]));
	return `${which}.modelName: your Prisma client has no \`${name}\`. Write one of ${quoted(there)}.`;
}

function fieldMistakes(
	which: 'user' | 'session',
	model: Model,
	names: Readonly<Record<string, string>>
): string[] {
	const requirements = Object.entries<Requirement>(MODELS[which].fields);
	const called = model.name ?? MODELS[which].name;
	const columns = Object.keys(model.fields);
	const isThere = (own: string) => columns.includes(own);
	const missing = requirements
		.filter(([field, { optional }]) => !names[field] && !optional && !isThere(field))
		.map(([field]) => field);
	const mistakes = requirements.flatMap(([field, { types }]) => {
		const own = names[field] ?? field;
		const option = names[field] ? `${which}.fields.${field}` : 'prisma';
		if (!isThere(own)) {
			if (!names[field]) return [];
			return [
				`${option}: your model \`${called}\` has no column \`${own}\`. Write one of ${quoted(columns)}.`
			];
		}
		const twin = requirements.find(([other]) => other !== field && names[other] === own);
		if (twin && names[field]) return [`${option}: \`${own}\` stands for \`${twin[0]}\` as well.`];
		const type = model.fields[own]?.typeName;
		if (type === undefined || types.includes(type)) return [];
		return [
			`${option}: \`${own}\` of your model \`${called}\` is ${type}, and has to be ${types.join(' or ')}.`
		];
	});
	if (missing.length === 0) return mistakes;
	return [
		`prisma: your model \`${called}\` lacks ${quoted(missing)}. ${REMEDY} Or say in ${which}.fields how you call ${missing.length > 1 ? 'them' : 'it'}.`,
		...mistakes
	];
}

/** Which fields lead to other models is nowhere in the client's public API: where it cannot be seen, nothing is said. */
function relationMistakes(
	which: 'user' | 'session',
	client: Record<string, unknown>,
	{ name }: Model,
	{ user, session }: ModelNames
): string[] {
	if (which === 'user' || name === undefined) return [];
	const { models } = (client._runtimeDataModel ?? {}) as RuntimeDataModel;
	const owner = (client[user.modelName] as Partial<Model> | undefined)?.name;
	const fields = models?.[name]?.fields;
	if (!fields || !owner) return [];
	const relations = fields.filter(({ type }) => type === owner).map((field) => field.name);
	const own = session.fields.user ?? 'user';
	if (relations.includes(own)) return [];
	const there = relations.length > 0 ? `Write ${quoted(relations)}` : 'Add one to your schema';
	return [
		`session.fields.user: your model \`${name}\` has no relation \`${own}\` to \`${owner}\`. ${there}.`
	];
}

interface RuntimeDataModel {
	models?: Record<string, { fields: Array<{ name: string; type: string }> }>;
}

const isModel = (model: unknown): model is Model =>
	typeof model === 'object' &&
	model !== null &&
	'fields' in model &&
	typeof model.fields === 'object' &&
	model.fields !== null;

const quoted = (names: string[]) => names.map((name) => `\`${name}\``).join(', ');

const REMEDY =
	'Take it over from node_modules/svelte-guardian/prisma/guardian.prisma and run `prisma generate`.';
