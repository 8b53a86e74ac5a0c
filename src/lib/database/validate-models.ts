import { coreModels, secretModel } from './core-models.js';
import {
	fieldsOf,
	typesOf,
	type ModelDeclaration,
	type ModelDeclarations
} from './declare-model.js';
import { inversesOf, prismaSchema, type Owner } from './prisma-schema.js';
import { primaryOf } from './primary.js';
import { mayBeExtended } from './raw-database.js';
import type { ModelNames } from './types.js';
import { quoted, writtenMistakes } from './validate-written.js';

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
 * Compares the app's models with what the kit and its features need. A client that does not fit is found at startup, not at
 * the first sign-in.
 *
 * @returns sentences, each of which names the option and what to write
 *
 * @example
 * ```ts
 * validateModels(prisma, { user: { modelName: 'acount', fields: {} }, session });
 * // ['user.modelName: your Prisma client has no `acount`. Write one of `account`, `session`.']
 * ```
 */
export function validateModels(
	prisma: object,
	names: ModelNames,
	declarations: ModelDeclarations = coreModels
): string[] {
	const client = primaryOf(prisma) as Record<string, unknown> & Internals;
	const schema = client._engineConfig?.inlineSchema;
	const isExtended = mayBeExtended(client);
	return Object.entries(declarations).flatMap(([key, declaration]) => {
		const { modelName, fields } = names[key]!;
		const model = client[modelName];
		// An app that names the model means to have it.
		if (declaration.isOptional && model === undefined && modelName === key) return [];
		if (!isModel(model)) return [missingModel(key, declaration, client, names)];
		return [
			...fieldMistakes(key, declaration, model, fields, ownerIn(client, names)),
			...relationMistakes(key, declaration, client, model, names),
			...hiddenMistakes(declaration, client, model, fields),
			...(typeof schema === 'string' && model.name !== undefined
				? writtenMistakes({
						...{ schema, key, declaration, modelName: model.name, names: fields },
						// A form of the app may fill a user: `signUpAction({ data })`.
						mayBeFilled: isExtended || key === 'user'
					})
				: [])
		];
	});
}

/** The option under which the names of a model are given. */
const optionFor = (key: string) => (Object.hasOwn(coreModels, key) ? key : `models.${key}`);

function missingModel(
	key: string,
	declaration: ModelDeclaration,
	client: Record<string, unknown>,
	names: ModelNames
): string {
	const { name } = declaration;
	const { modelName } = names[key]!;
	if (modelName === key) {
		const cure = `${cureFor(key, declaration, ownerIn(client, names))}${Object.hasOwn(secretModel, key) ? ' Or set the option `secret`: then the model is not needed.' : ''}`;
		return `prisma: your Prisma schema has no model \`${name}\`. ${cure} Or name yours in ${optionFor(key)}.modelName.`;
	}
	const found = Object.keys(client).filter(
		(other) => !/^[_$]/.test(other) && isModel(client[other])
	);
	return `${optionFor(key)}.modelName: your Prisma client has no \`${modelName}\`. Write one of ${quoted(found)}.`;
}

function fieldMistakes(
	key: string,
	declaration: ModelDeclaration,
	model: Model,
	names: Readonly<Record<string, string>>,
	owner: Owner
): string[] {
	const requirements = Object.entries(fieldsOf(declaration));
	const called = model.name ?? declaration.name;
	const columns = Object.keys(model.fields);
	const exists = (own: string) => columns.includes(own);
	const missing = requirements
		.filter(([field, { isOmittable }]) => !names[field] && !isOmittable && !exists(field))
		.map(([field]) => field);
	const mistakes = requirements.flatMap(([field, requirement]) => {
		const own = names[field] ?? field;
		const option = names[field] ? `${optionFor(key)}.fields.${field}` : 'prisma';
		if (!exists(own)) {
			if (!names[field]) return [];
			return [
				`${option}: your model \`${called}\` has no column \`${own}\`. Write one of ${quoted(columns)}.`
			];
		}
		const twin = requirements.find(([other]) => other !== field && names[other] === own);
		if (twin && names[field]) return [`${option}: \`${own}\` stands for \`${twin[0]}\` as well.`];
		const type = model.fields[own]?.typeName;
		const types = typesOf(requirement);
		if (type === undefined || types.includes(type)) return [];
		return [
			`${option}: \`${own}\` of your model \`${called}\` is ${type}, and has to be ${types.join(' or ')}.`
		];
	});
	if (missing.length === 0) return mistakes;
	return [
		`prisma: your model \`${called}\` lacks ${quoted(missing)}. ${cureFor(key, declaration, owner)} Or say in ${optionFor(key)}.fields how you call ${missing.length > 1 ? 'them' : 'it'}.`,
		...mistakes
	];
}

/** Relations are not in the client's public API: where they cannot be seen, nothing is checked. */
function relationMistakes(
	key: string,
	{ fields: declared }: ModelDeclaration,
	client: Record<string, unknown>,
	{ name }: Model,
	names: ModelNames
): string[] {
	const relation = Object.values(declared).find(({ references }) => references)?.references;
	if (!relation || name === undefined) return [];
	const { models } = (client._runtimeDataModel ?? {}) as RuntimeDataModel;
	const owner = (client[names.user.modelName] as Partial<Model> | undefined)?.name;
	const fields = models?.[name]?.fields;
	if (!fields || !owner) return [];
	const relations = fields.filter(({ type }) => type === owner).map((field) => field.name);
	const own = names[key]!.fields[relation.relation] ?? relation.relation;
	if (relations.includes(own)) return [];
	const cure = relations.length > 0 ? `Write ${quoted(relations)}` : 'Add one to your schema';
	return [
		`${optionFor(key)}.fields.${relation.relation}: your model \`${name}\` has no relation \`${own}\` to \`${owner}\`. ${cure}.`
	];
}

/** Not in the client's public API: where it is not as it is known, nothing is checked. */
interface Internals {
	_engineConfig?: { inlineSchema?: unknown };
	_extensions?: { getAllComputedFields?: (model: string) => object | undefined };
}

/** Of the columns of the kit, those in whose place an extension of the client answers something else. */
function hiddenMistakes(
	declaration: ModelDeclaration,
	{ _extensions: extensions }: Internals,
	{ name }: Model,
	names: Readonly<Record<string, string>>
): string[] {
	const computed = Object.keys((name && extensions?.getAllComputedFields?.(name)) || {});
	const hidden = Object.entries(fieldsOf(declaration))
		.filter(([, { isOmittable, type }]) => !isOmittable || typesOf({ type }).includes('DateTime'))
		.map(([field]) => names[field] ?? field)
		.filter((column) => computed.includes(column));
	if (hidden.length === 0) return [];
	return [
		`prisma: an extension of your client computes ${quoted(hidden)} of your model \`${name}\` (\`result\`), which svelte-guardian has to read from the database. Pass the client without that extension.`
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

/** How the app calls the model of users, and its key. */
const ownerIn = (client: Record<string, unknown>, { user }: ModelNames): Owner => ({
	name: (client[user.modelName] as Partial<Model> | undefined)?.name ?? coreModels.user.name,
	id: user.fields.id ?? 'id'
});

/** How to get a model: from the package for the kit's own, from the message itself for a feature's. */
function cureFor(key: string, declaration: ModelDeclaration, owner: Owner): string {
	if (Object.hasOwn(coreModels, key))
		return 'Take it over from node_modules/svelte-guardian/prisma/guardian.prisma and run `prisma generate`.';
	const inverses = inversesOf([declaration]);
	const model = prismaSchema({ [key]: declaration }, owner);
	const otherSide = inverses.length
		? `And to your model \`${owner.name}\`, for the other side of the relation:\n\n${inverses.map((line) => `\t${line}\n`).join('')}\n`
		: '';
	return `Add it to your Prisma schema:\n\n${model}\n${otherSide}Then run \`prisma migrate dev\` and \`prisma generate\`.`;
}
