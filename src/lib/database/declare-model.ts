/** A type of a column, as Prisma calls it. */
export type ColumnType = 'String' | 'Int' | 'BigInt' | 'Boolean' | 'DateTime' | 'Json';

/** One field of a model that the kit or a feature works with. */
export interface FieldDeclaration {
	/** The type; several where an app's own column may have another. The first is what `svelte-guardian/prisma` ships. */
	type: ColumnType | readonly [ColumnType, ...ColumnType[]];
	isId?: true;
	isUnique?: true;
	/** Whether the column may be null. Default: it may not. */
	isNullable?: true;
	/** Whether an app's own model may leave the column out. Default: it may not. */
	isOmittable?: true;
	/** Part of the shipped model only: the kit neither reads nor writes it. */
	isShippedOnly?: true;
	/** Prisma's default, such as `now()`, `cuid()` or `0`. */
	default?: string;
	isUpdatedAt?: true;
	/** For a column that holds the id of a user: the relation to that user. Rows are deleted with the user. */
	references?: {
		model: 'user';
		/** The relation's field in this model; and in `User`, where it is a list. */
		relation: string;
		inverse: string;
	};
}

/** A model that the kit or a feature works with: the startup check, the names and the Prisma schema come from it. */
export interface ModelDeclaration {
	/** The name in the Prisma schema, such as `AuditEntry`. Its key in the client is the same with a small first letter. */
	name: string;
	fields: Readonly<Record<string, FieldDeclaration>>;
	/** Whether an app may lack the model: `Database.hasModel()` tells. Default: it may not. */
	isOptional?: true;
	/** The columns of each index. Default: none but those of `isId` and `isUnique`. */
	indexes?: readonly (readonly string[])[];
}

/** Declarations by the key of the model in the kit. */
export type ModelDeclarations = Readonly<Record<string, ModelDeclaration>>;

/**
 * The types that a column may have.
 *
 * @example
 * ```ts
 * typesOf({ type: ['DateTime', 'Boolean'] }); // ['DateTime', 'Boolean']
 * ```
 */
export const typesOf = ({ type }: FieldDeclaration): readonly string[] =>
	typeof type === 'string' ? [type] : type;

/**
 * The fields that the kit reads or writes, without those that are only shipped.
 *
 * @example
 * ```ts
 * Object.keys(fieldsOf(coreModels.user)); // ['id', 'email', 'passwordHash', 'name', 'disabledAt']
 * ```
 */
export const fieldsOf = ({ fields }: ModelDeclaration): Record<string, FieldDeclaration> =>
	Object.fromEntries(Object.entries(fields).filter(([, { isShippedOnly }]) => !isShippedOnly));
