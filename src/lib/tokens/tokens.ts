import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';
import { BATCH_SIZE, deleteInBatches } from '../database/delete-in-batches.js';
import type { PrismaModel } from '../database/types.js';
import { GuardianError } from '../errors.js';

/** How many bytes of randomness a token has: 256 bits (OWASP ASVS 5.0, 7.2.3 asks for 128). */
const BYTES = 32;

/**
 * Whether a text is written as a token is: base64url of {@link BYTES}.
 *
 * @example
 * ```ts
 * isToken('not one'); // false
 * ```
 */
export const isToken = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** How many tokens of one purpose a user, or an address without a user, has at most. A further one deletes the oldest. */
const MAX_OUTSTANDING = 20;

/** The longest `data`, in characters of its JSON. */
const MAX_DATA = 4096;

/** What a token stands for. */
export interface TokenContent {
	/** What it may be used for, such as `reset-password`. It is refused for everything else. */
	purpose: string;
	/** Whose it is. `null` where there is no account yet. */
	userId: string | null;
	/** The address that it was sent to. */
	email: string | null;
	/** What else belongs to it. No secrets: it is stored as it is. */
	data: Readonly<Record<string, string>>;
	createdAt: Date;
	expiresAt: Date;
}

/** A token to be made. */
export interface NewToken {
	purpose: string;
	/** How long it can be used, in seconds. */
	lifetime: number;
	/** Default: none. */
	userId?: string | null;
	/** Default: none. */
	email?: string | null;
	/** Up to 4,096 characters of JSON. Default: nothing. */
	data?: Readonly<Record<string, string>>;
	/** The time of what it is about, such as a change that its link undoes: `voidOf({ since })` goes by it. Its lifetime counts from now all the same. Default: now. */
	createdAt?: Date;
	/** Whether it is never deleted for newer ones, beyond 20 of a purpose. Whoever issues it limits them then. Default: `false`. */
	neverReplaced?: boolean;
}

/** Which tokens of a user to void. */
export interface VoidOptions {
	/** Purposes that stay. Default: none. */
	except?: readonly string[];
	/** Only those of one purpose. Default: of all. */
	purpose?: string;
	/** Only those that went to this address. Default: to whichever. */
	email?: string;
	/** Only those made at this moment or later. Default: whenever they were made. */
	since?: Date;
}

/** What else to do with tokens of one purpose that are used up. */
export interface UseOptions {
	/** Whether they are remembered until they would have expired: see {@link Tokens.findUsed}. Default: `false`. */
	isRemembered?: boolean;
}

/** The models of a transaction, as `Database.transaction()` gives them. */
export type TransactionModels = (key: string) => PrismaModel;

/** One-time tokens: see {@link createTokens}. Each method throws `StoreError` when the database does not answer. */
export interface Tokens {
	/**
	 * Makes a token and stores its hash.
	 *
	 * @returns the token, 43 characters that an address carries as they are. It is nowhere else
	 */
	issue(token: NewToken): Promise<string>;
	/** What a token stands for, without using it up. `null` for one that is unknown, used, expired or of another purpose. */
	find(purpose: string, token: string): Promise<TokenContent | null>;
	/** Uses a token up. Of several calls at once one gets the content, and the others `null`. */
	consume(purpose: string, token: string): Promise<TokenContent | null>;
	/**
	 * Uses a token up that {@link Tokens.find} has found, together with other changes. Of several at once one is told `true`.
	 *
	 * @param models those of the transaction. Begin it with a statement that writes: on SQLite one that reads before it writes may
	 * fail
	 */
	spend(
		purpose: string,
		token: string,
		models: TransactionModels,
		options?: UseOptions
	): Promise<boolean>;
	/**
	 * What a token stood for that was used up and is remembered. It can be used for nothing: this is for saying that its work is
	 * done already. `null` for every other token.
	 */
	findUsed(purpose: string, token: string): Promise<TokenContent | null>;
	/** Voids the tokens of a user. With `isRemembered`, as used up, and those of one purpose only. */
	voidOf(
		userId: string,
		options?: VoidOptions | (VoidOptions & { purpose: string } & UseOptions),
		models?: TransactionModels
	): Promise<void>;
	/**
	 * What the tokens of one purpose stand for that can still be used, of a user or for an address: at most 500. The database may
	 * take `é` for `e`, so compare `email` before you send anything.
	 */
	outstanding(
		purpose: string,
		whose: { userId: string } | { email: string },
		models?: TransactionModels
	): Promise<TokenContent[]>;
	/** Deletes what has expired. It is refused in any case; this frees space. */
	deleteExpired(): Promise<void>;
}

/**
 * Creates the one-time tokens of an app: for links in mails, and for whatever else may happen once. The database holds only
 * SHA-256 of purpose and token, so a reader of the database can use none, and a token of one purpose is not found for another
 * (CVE-2026-110862). A token is used up by one conditional deletion.
 *
 * @param database a feature has to declare {@link tokenModels}
 *
 * @example
 * ```ts
 * const tokens = createTokens(database);
 * const token = await tokens.issue({ purpose: 'reset-password', userId: user.id, lifetime: 3600 });
 * await tokens.consume('reset-password', token); // { userId: 'ann', … }
 * await tokens.consume('reset-password', token); // null
 * ```
 */
export function createTokens(database: Database): Tokens {
	const { query } = database;
	const own: TransactionModels = (key) => database.model(key);
	const modelOf = (models: TransactionModels = own) => models('oneTimeToken');

	/** @param stored as the row says what it is for */
	async function findRow(purpose: string, token: string, stored: string) {
		if (!isToken(token)) return null;
		const row: Row | null = await query(() =>
			modelOf().findUnique({ where: { id: idOf(purpose, token) }, select: SELECT })
		);
		const isIt = row && row.purpose === stored && row.expiresAt > new Date();
		return isIt ? contentOf({ ...row, purpose }) : null;
	}

	const find = (purpose: string, token: string) => findRow(purpose, token, purpose);

	/** The statement decides: whoever deletes or marks the row has the token. One that is used has another purpose. */
	async function spend(
		purpose: string,
		token: string,
		models?: TransactionModels,
		{ isRemembered = false }: UseOptions = {}
	): Promise<boolean> {
		const where = { id: idOf(purpose, token), purpose, expiresAt: { gt: new Date() } };
		return (await use(where, models, isRemembered)) === 1;
	}

	/** @returns how many there were */
	async function use(
		where: { purpose?: string },
		models: TransactionModels | undefined,
		isRemembered: boolean
	): Promise<number> {
		const data = { purpose: usedFor(where.purpose ?? '') };
		const { count } = await query<{ count: number }>(() =>
			isRemembered
				? modelOf(models).updateMany({ where, data })
				: modelOf(models).deleteMany({ where })
		);
		return count;
	}

	/** The oldest beyond the limit go: the newest mail always has a link that works. */
	async function deleteSurplus({ purpose, userId, email }: Row): Promise<void> {
		const whose = userId !== null ? { userId } : email !== null ? { email } : null;
		if (!whose) return;
		const rows: { id: string }[] = await query(() =>
			modelOf().findMany({
				where: { purpose, ...whose },
				orderBy: { createdAt: 'desc' },
				select: { id: true },
				skip: MAX_OUTSTANDING,
				take: BATCH_SIZE
			})
		);
		if (rows.length > 0) await deleteRows(rows.map(({ id }) => id));
	}

	const deleteRows = (ids: string[]) =>
		query(() => modelOf().deleteMany({ where: { id: { in: ids } } }));

	return {
		async issue({ purpose, lifetime, userId = null, email = null, data = {}, ...more }) {
			const text = JSON.stringify(data);
			if (text.length > MAX_DATA) {
				const detail = `The data of a token is longer than ${MAX_DATA} characters.`;
				throw new GuardianError('ARGUMENT_INVALID', detail);
			}
			const token = randomBytes(BYTES).toString('base64url');
			const now = new Date();
			const { createdAt = now, neverReplaced = false } = more;
			const expiresAt = new Date(now.getTime() + lifetime * 1000);
			const row = { purpose, userId, email, data: text, createdAt, expiresAt };
			await query(() => modelOf().create({ data: { id: idOf(purpose, token), ...row } }));
			if (!neverReplaced) await deleteSurplus(row);
			return token;
		},
		...{ find, spend },
		findUsed: (purpose, token) => findRow(purpose, token, usedFor(purpose)),
		async consume(purpose, token) {
			const content = await find(purpose, token);
			return content && (await spend(purpose, token)) ? content : null;
		},
		async voidOf(userId, { except = [], purpose, email, since, ...more } = {}, models) {
			const where = {
				userId,
				...(purpose !== undefined && { purpose }),
				...(email !== undefined && { email }),
				...(except.length > 0 && { NOT: { purpose: { in: [...except] } } }),
				...(since && { createdAt: { gte: since } })
			};
			await use(where, models, 'isRemembered' in more && more.isRemembered === true);
		},
		async outstanding(purpose, whose, models) {
			const where = { ...whose, purpose, expiresAt: { gt: new Date() } };
			const rows: Row[] = await query(() =>
				modelOf(models).findMany({ where, select: SELECT, take: BATCH_SIZE })
			);
			return rows.map(contentOf);
		},
		async deleteExpired() {
			const where = { expiresAt: { lte: new Date() } };
			const select = { id: true };
			await deleteInBatches(
				(take) => query(() => modelOf().findMany({ where, select, take })),
				deleteRows
			);
		}
	};
}

type Row = Omit<TokenContent, 'data'> & { data: string };

const SELECT = {
	...{ purpose: true, userId: true, email: true, data: true },
	...{ createdAt: true, expiresAt: true }
};

/**
 * The purpose in the row of a token that is used up and remembered. No token is found by it, since it is no part of the id.
 *
 * @example
 * ```ts
 * await tokens.voidOf(user.id, { except: [usedFor('verify-email')] });
 * ```
 */
export const usedFor = (purpose: string): string => `used ${purpose}`;

/** Hashed with the purpose: under another one there is no such row. */
const idOf = (purpose: string, token: string): string =>
	createHash('sha256').update(`${purpose}\0${token}`).digest('hex');

function contentOf({ data, ...row }: Row): TokenContent {
	return { ...row, data: JSON.parse(data) as Record<string, string> };
}
