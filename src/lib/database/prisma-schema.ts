import type { FieldDeclaration, ModelDeclaration, ModelDeclarations } from './declare-model.js';
import { typesOf } from './declare-model.js';

/**
 * The models in the language of Prisma's schema, for an app to take over.
 *
 * @param models the models to write; with `user` among them, it gets the other side of the relations of all
 * @param owner how the app calls the model of users, and its key. Default: `User` and `id`
 *
 * @example
 * ```ts
 * import { prismaSchema } from 'svelte-guardian';
 *
 * prismaSchema({ note: { name: 'Note', fields: { id: { type: 'String', isId: true, default: 'cuid()' } } } });
 * // model Note {
 * // 	id String @id @default(cuid())
 * // }
 * ```
 */
export function prismaSchema(
	models: ModelDeclarations,
	owner: { name: string; id: string } = { name: 'User', id: 'id' }
): string {
	const all = Object.values(models);
	return Object.entries(models)
		.map(([key, model]) => modelText(model, key === 'user' ? inversesOf(all) : [], owner))
		.join('\n');
}

/** How the app calls the model of users, and its key. */
export type Owner = { name: string; id: string };

function modelText(
	{ name, fields, indexes = [] }: ModelDeclaration,
	inverses: string[],
	owner: Owner
): string {
	const lines = [
		...Object.entries(fields).flatMap(([field, declaration]) =>
			fieldLines(field, declaration, owner)
		),
		...inverses,
		...indexes.map((columns) => `@@index([${columns.join(', ')}])`)
	];
	return `model ${name} {\n${lines.map((line) => `\t${line}\n`).join('')}}\n`;
}

function fieldLines(name: string, field: FieldDeclaration, owner: Owner): string[] {
	const { isId, isUnique, isNullable, isUpdatedAt, default: value, references } = field;
	const attributes = [
		`${typesOf(field)[0]}${isNullable ? '?' : ''}`,
		isId && '@id',
		isUnique && '@unique',
		value !== undefined && `@default(${value})`,
		isUpdatedAt && '@updatedAt'
	];
	const column = [name, ...attributes].filter(Boolean).join(' ');
	if (!references) return [column];
	const key = `fields: [${name}], references: [${owner.id}], onDelete: Cascade`;
	return [column, `${references.relation} ${owner.name} @relation(${key})`];
}

/**
 * The lists that relations to the user need on the other side: Prisma refuses a schema without them.
 *
 * @example
 * ```ts
 * inversesOf([coreModels.session]); // ['sessions Session[]']
 * ```
 */
export const inversesOf = (models: ModelDeclaration[]): string[] =>
	models.flatMap(({ name, fields }) =>
		Object.values(fields).flatMap(({ references }) =>
			references ? [`${references.inverse} ${name}[]`] : []
		)
	);
