import { fieldsOf, type ModelDeclaration } from './declare-model.js';
import { readWrittenModel, writtenBlock, type WrittenField } from './written-schema.js';

/** What is checked against the text of a Prisma schema. */
export interface WrittenCheck {
	/** The text of the schema. */
	schema: string;
	/** The model's key in the kit, and its name in the schema. */
	key: string;
	modelName: string;
	declaration: ModelDeclaration;
	/** The app's names of the fields, where they differ. */
	names: Readonly<Record<string, string>>;
	/** Whether something else may fill columns that the kit does not know, such as an extension of the client. */
	mayBeFilled: boolean;
}

/**
 * Names in a sentence for a developer.
 *
 * @example
 * ```ts
 * quoted(['id', 'email']); // '`id`, `email`'
 * ```
 */
export const quoted = (names: string[]) => names.map((name) => `\`${name}\``).join(', ');

/**
 * Finds what would fail at the first sign-up or sign-in: a column that has to be unique by itself and is not, and a
 * required column that nobody fills.
 *
 * @returns sentences, each of which names the column and what to write
 *
 * @example
 * ```ts
 * writtenMistakes({ schema, key: 'session', modelName: 'Session', declaration, names: {}, mayBeFilled: false });
 * // ['prisma: `device` of your model `Session` is required and has no default, so …']
 * ```
 */
export function writtenMistakes(check: WrittenCheck): string[] {
	const { schema, key, modelName, declaration, names, mayBeFilled } = check;
	const model = readWrittenModel(schema, modelName);
	if (!model) return [];
	const fields = Object.entries(fieldsOf(declaration));
	const own = (field: string) => names[field] ?? field;
	const columns = new Set(model.fields.map(({ name }) => name));

	const notUnique = fields.flatMap(([field, { isId, isUnique }]) => {
		const column = own(field);
		if (!(isId ?? isUnique) || !columns.has(column)) return [];
		if (model.unique.some((index) => index.join() === column)) return [];
		const together = model.unique.find((index) => index.includes(column));
		const others = together?.filter((other) => other !== column) ?? [];
		const why = others.length > 0 ? ` It is so only together with ${quoted(others)}.` : '';
		return [
			`prisma: \`${column}\` of your model \`${modelName}\` has to be unique by itself: add \`@unique\`.${why}`
		];
	});
	if (mayBeFilled) return notUnique;

	const written = fields.map(([field]) => own(field));
	const unfilled = model.fields.filter(
		(field) => isRequired(field) && isColumn(schema, field) && !written.includes(field.name)
	);
	return [...notUnique, ...unfilled.map(({ name }) => unfilledColumn(key, modelName, name))];
}

function unfilledColumn(key: string, modelName: string, column: string): string {
	const start = `prisma: \`${column}\` of your model \`${modelName}\` is required and has no default, so`;
	const what = key === 'session' ? 'nobody could sign in' : 'no row could be made';
	return `${start} ${what}. Give it a default, or make it optional.`;
}

const isRequired = ({ isList, isOptional, isFilled }: WrittenField) =>
	!isList && !isOptional && !isFilled;

/** A relation is none: its own columns are. */
const isColumn = (schema: string, { type }: WrittenField) =>
	writtenBlock(schema, 'model', type) === undefined;
