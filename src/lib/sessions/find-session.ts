import type { PrismaLike } from '../database/types.js';
import { coreModels } from '../database/core-models.js';
import { fieldsOf } from '../database/declare-model.js';
import { decoderOf, type Decoder } from '../database/column-values.js';
import { placeholder, type Table } from '../database/raw-database.js';
import { rawModelsOf } from '../database/raw-models.js';
import { withFallback } from '../database/with-fallback.js';

/** A session with its user, under the kit's names. */
export interface SessionRow {
	/** The key that was asked for. */
	id: string;
	userId: string;
	/** `null` where the row of the user is gone. */
	user: Record<string, unknown> | null;
	[attribute: string]: unknown;
}

/** Asks for the session under a key; `null` when there is none. */
export type FindSession = (key: string) => Promise<SessionRow | null>;

/** As {@link FindSession}; `undefined` where the answer holds a value that it is not sure to read as Prisma would. */
type TryToFind = (key: string) => Promise<SessionRow | null | undefined>;

/** The columns of a session, without its key. */
const SESSION_COLUMNS = Object.keys(fieldsOf(coreModels.session)).filter((name) => name !== 'id');

/**
 * Creates the function that finds a session. It uses one raw statement that joins the user if the result is certain to be the
 * same as Prisma's, and otherwise Prisma's `findUnique`, which needs two statements. Nothing is cached between calls, so a
 * revoked session is refused by the next call.
 *
 * @param prisma the app's models, as `modelsOf` gives them
 * @param columns of the user, by the kit's names
 *
 * @example
 * ```ts
 * const find = createFindSession(models, { id: true, email: true });
 * await find(hashToken(token)); // { id, userId, publicId, …, user: { id, email } }
 * ```
 */
export function createFindSession(prisma: PrismaLike, columns: Record<string, true>): FindSession {
	const select = {
		id: true,
		...Object.fromEntries(SESSION_COLUMNS.map((column) => [column, true])),
		user: { select: columns }
	};
	const plain: FindSession = async (id) => {
		const row = await prisma.session.findUnique({ where: { id }, select });
		return row && { ...row, id };
	};
	const short = oneStatement(prisma, Object.keys({ ...columns, id: true }));
	return short ? withFallback(short, plain) : plain;
}

/** The one statement for these columns; `null` where it is not known to be as good as Prisma's own. */
function oneStatement(prisma: PrismaLike, columns: string[]): TryToFind | null {
	const database = rawModelsOf(prisma);
	const sessions = database?.table('session');
	const users = database?.table('user');
	if (!database || !sessions || !users) return null;
	const { engine, query } = database;

	const reader = (alias: string, table: Table) => (field: string) => {
		const column = table.column(field);
		const decoder = column && decoderOf(engine, column);
		return decoder && { field, decoder, sql: selected(`${alias}.${column.sql}`, decoder) };
	};
	const fromSession = SESSION_COLUMNS.map(reader('s', sessions));
	const fromUser = columns.map(reader('u', users));
	const key = sessions.column('id');
	const owner = sessions.column('userId');
	const id = users.column('id');
	const all = [...fromSession, ...fromUser];
	if (!key || !owner || !id || !all.every((reader) => reader !== null)) return null;

	const idPlace = SESSION_COLUMNS.length + columns.indexOf('id');
	const packed = all.filter(({ decoder }) => decoder.isPacked);
	const loose = all.filter(({ decoder }) => !decoder.isPacked);
	const selection = loose.map(({ sql }, index) => `${sql} AS c${index}`);
	if (packed.length > 0) {
		selection.push(`json_array(${packed.map(({ sql }) => sql).join(', ')}) AS packed`);
	}
	const text =
		`SELECT ${selection.join(', ')} ` +
		`FROM ${sessions.sql} AS s LEFT JOIN ${users.sql} AS u ON u.${id.sql} = s.${owner.sql} ` +
		`WHERE s.${key.sql} = ${placeholder(engine)}`;
	const places = all.map((reader) =>
		reader.decoder.isPacked ? packed.indexOf(reader) : `c${loose.indexOf(reader)}`
	);

	return async (hash) => {
		const rows = await query(text, hash);
		const [row] = rows;
		if (!row) return null;
		// An id that is unique together with another column only, as in a database of many tenants.
		if (rows.length > 1) return undefined;
		if (packed.length > 0) Object.assign(row, JSON.parse(String(row.packed)));
		const values = all.map(({ decoder }, index) => decoder.decode(row[places[index]!]));
		if (values.includes(undefined)) return undefined;

		const user: Record<string, unknown> = {};
		const session: SessionRow = { id: hash, userId: '', user };
		all.forEach(({ field }, index) => {
			const isUser = index >= SESSION_COLUMNS.length;
			const value = field === (isUser ? 'id' : 'userId') ? String(values[index]) : values[index];
			(isUser ? user : session)[field] = value;
		});
		if (values[idPlace] === null) return { ...session, user: null };
		// Equal to the database and not as text, as where it ignores case: Prisma takes that for no user.
		return user.id === session.userId ? session : undefined;
	};
}

const selected = (column: string, { asText }: Decoder) =>
	asText ? `CAST(${column} AS TEXT)` : column;
