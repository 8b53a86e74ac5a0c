import { placeholder } from '../database/raw-database.js';
import { rawModelsOf } from '../database/raw-models.js';
import type { PrismaLike } from '../database/types.js';
import { withFallback } from '../database/with-fallback.js';

/** What was proven before a session was made, looked at again once its row is there. */
export type Proof = (passwordHash: string | null) => boolean | Promise<boolean>;

/** Whether the user of a new session may have it: see {@link createConfirmSession}. */
export type ConfirmSession = (key: string, proof: Proof | undefined) => Promise<boolean>;

/** The user of a session, as far as it decides whether the session may be. `null` where there is no such user. */
type Owner = { passwordHash: string | null; isDisabled: boolean } | null;

/**
 * Creates the check of a session whose row has just been stored, before its token is given to anybody: is the user still
 * enabled, and the password still the one that was verified? "Change the password, then end all sessions" deletes every row
 * that was there before it, and whoever stores one later finds the new password here. So no sign-in that was under way
 * survives it.
 *
 * On PostgreSQL the statement takes a shared lock of the user's row: it waits for a change of password that is not committed
 * yet, whose deletion may have been before the row was stored. SQLite has one writer at a time.
 *
 * @param prisma the app's models, as `modelsOf` gives them
 *
 * @example
 * ```ts
 * const confirm = createConfirmSession(models);
 * await confirm(hashToken(token), (passwordHash) => passwordHash === verified); // true
 * ```
 */
export function createConfirmSession(prisma: PrismaLike): ConfirmSession {
	const find = createFindOwner(prisma);
	return async (key, proof) => {
		const owner = await find(key);
		if (!owner || owner.isDisabled) return false;
		return proof === undefined || (await proof(owner.passwordHash));
	};
}

function createFindOwner(prisma: PrismaLike): (key: string) => Promise<Owner> {
	const canDisable = 'disabledAt' in prisma.user.fields;
	const select = {
		user: { select: { passwordHash: true, ...(canDisable && { disabledAt: true }) } }
	};
	const plain = async (id: string): Promise<Owner> => {
		const row = await prisma.session.findUnique({ where: { id }, select });
		const user: { passwordHash: string | null; disabledAt?: unknown } | null = row?.user ?? null;
		return user && { passwordHash: user.passwordHash, isDisabled: Boolean(user.disabledAt) };
	};

	const database = rawModelsOf(prisma);
	const sessions = database?.table('session');
	const users = database?.table('user');
	const [key, owner] = ['id', 'userId'].map((field) => sessions?.column(field)?.sql);
	const [id, hash] = ['id', 'passwordHash'].map((field) => users?.column(field)?.sql);
	const disabled = canDisable ? users?.column('disabledAt')?.sql : null;
	if (!database || !sessions || !users || !key || !owner || !id || !hash || disabled === undefined)
		return plain;

	const { engine } = database;
	const text =
		`SELECT u.${hash} AS hash, ${disabled === null ? 'NULL' : `u.${disabled}`} AS disabled ` +
		`FROM ${sessions.sql} AS s JOIN ${users.sql} AS u ON u.${id} = s.${owner} ` +
		`WHERE s.${key} = ${placeholder(engine)}${engine === 'postgresql' ? ' FOR SHARE OF u' : ''}`;
	return withFallback(async (key): Promise<Owner> => {
		const [row] = await database.query(text, key);
		if (!row) return null;
		return { passwordHash: row.hash as string | null, isDisabled: Boolean(row.disabled) };
	}, plain);
}
