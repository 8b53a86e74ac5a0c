/** A field as a Prisma schema says it. */
export interface WrittenField {
	name: string;
	/** Without `?` and `[]`. */
	type: string;
	isList: boolean;
	isOptional: boolean;
	/** Whether Prisma or the database fills it where nothing is given. */
	isFilled: boolean;
}

/** A model as a Prisma schema says it. */
export interface WrittenModel {
	fields: WrittenField[];
	/** The columns of each primary key and unique index. */
	unique: string[][];
	/** The schema of the database that `@@schema` names. */
	schema: string | null;
}

/**
 * What a Prisma schema says of a model. The client's public API does not tell what is unique, required or has a default.
 *
 * @param schema the text, as the generated client carries it
 * @returns `null` where there is no such model
 *
 * @example
 * ```ts
 * readWrittenModel('model User {\n  id String @id\n}', 'User')?.unique; // [['id']]
 * ```
 */
export function readWrittenModel(schema: string, name: string): WrittenModel | null {
	const body = writtenBlock(schema, 'model', name);
	if (body === undefined) return null;
	const lines = body.split('\n').map((line) => line.trim());
	const model: WrittenModel = { fields: [], unique: [], schema: null };
	for (const line of lines) {
		const code = withoutTexts(line);
		model.unique.push(...uniqueOf(code));
		model.schema ??= /^@@schema\(\s*"([^"]+)"/.exec(line)?.[1] ?? null;
		const field = /^(\w+)[ \t]+(\w+)(\[\])?(\?)?(.*)$/.exec(code);
		if (!field) continue;
		const [, fieldName = '', type = '', list, optional, attributes = ''] = field;
		model.fields.push({
			...{ name: fieldName, type },
			isList: list !== undefined,
			isOptional: optional !== undefined,
			isFilled: /@(default|updatedAt)\b/.test(attributes)
		});
	}
	return model;
}

/** A line without its comment and without what stands between quotes, where there could be anything. */
const withoutTexts = (line: string) =>
	line.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\/\/.*/, '');

/** What a line makes unique: `@id` and `@unique` of a field, `@@id` and `@@unique` of several. */
function uniqueOf(code: string): string[][] {
	const several = /^@@(?:id|unique)\([^[]*\[([^\]]*)\]/.exec(code)?.[1];
	if (several !== undefined) {
		// A column may have its order or length with it: `email(sort: Desc)`.
		return [
			several
				.replace(/\([^)]*\)/g, '')
				.split(',')
				.map((column) => column.trim())
		];
	}
	const field = /^(\w+)[ \t].*(?<!@)@(?:id|unique)\b/.exec(code)?.[1];
	return field === undefined ? [] : [[field]];
}

/**
 * What a schema says between the braces of a model or an enum.
 *
 * @returns `undefined` where there is none of this name
 *
 * @example
 * ```ts
 * writtenBlock('enum Role {\n  ADMIN\n}', 'enum', 'Role'); // '\n  ADMIN\n'
 * ```
 */
export const writtenBlock = (schema: string, kind: 'model' | 'enum', name: string) =>
	new RegExp(`^[ \\t]*${kind}[ \\t]+${name}[ \\t]*\\{([^]*?)^[ \\t]*\\}`, 'm').exec(schema)?.[1];
