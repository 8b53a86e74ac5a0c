import { sourceOf } from '../database/models.js';
import { rawModelsOf } from '../database/raw-models.js';
import type { PrismaLike } from '../database/types.js';

/** A unique index that refused a row. */
export interface UniqueViolation<Field> {
	/** Which of the fields it is of, as far as that can be told. */
	field: Field | null;
	/** As the database calls it, or its columns. */
	index: string;
}

interface Constraint {
	fields?: string[];
	index?: string;
}

/**
 * Which unique index of users refused a row: an app may have several. SQLite tells the columns, PostgreSQL the name of the
 * index, in which its columns stand: `User_email_key`.
 *
 * @param error of the database, or one whose cause it is
 * @param prisma the app's models, as `modelsOf` gives them
 * @param fields by the kit's names, the most important first
 * @returns `null` where this is no such error
 *
 * @example
 * ```ts
 * uniqueViolation(error, models, ['email', 'name']); // { field: 'email', index: 'email' }
 * ```
 */
export function uniqueViolation<Field extends 'email' | 'name'>(
	error: unknown,
	prisma: PrismaLike,
	fields: readonly Field[]
): UniqueViolation<Field> | null {
	const cause = error instanceof Error ? error.cause : undefined;
	// P2002: a unique index refused the row.
	if (!(cause instanceof Error && 'code' in cause && cause.code === 'P2002')) return null;
	const { fields: columns, index } = constraintOf(cause);
	const own = sourceOf(prisma).names.user.fields;
	const table = rawModelsOf(prisma)?.table('user');

	const named = (field: Field) => {
		const column = table?.column(field)?.sql.slice(1, -1);
		return [own[field] ?? field, ...(column === undefined ? [] : [column])];
	};
	const isOf = (field: Field) =>
		named(field).some((name) =>
			columns ? columns.includes(name) : index !== undefined && isNamedIn(index, name)
		);
	return { field: fields.find(isOf) ?? null, index: columns?.join(', ') ?? index ?? 'unknown' };
}

const isNamedIn = (index: string, column: string) =>
	`_${index}_`.toLowerCase().includes(`_${column.toLowerCase()}_`);

function constraintOf(error: Error): Constraint {
	const { meta = {} } = error as {
		meta?: {
			/** Before drivers were in JavaScript. */
			target?: string[] | string;
			driverAdapterError?: { cause?: { constraint?: Constraint } };
		};
	};
	const { target } = meta;
	if (Array.isArray(target)) return { fields: target };
	if (typeof target === 'string') return { index: target };
	const { fields, index } = meta.driverAdapterError?.cause?.constraint ?? {};
	return {
		...(fields && { fields: fields.map((field) => field.replaceAll('"', '')) }),
		...(index !== undefined && { index })
	};
}
