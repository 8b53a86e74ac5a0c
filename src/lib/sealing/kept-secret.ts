import { randomBytes } from 'node:crypto';
import { DEV } from 'esm-env';
import { StoreError, type Query } from '../database/query.js';
import type { PrismaModel } from '../database/types.js';
import { report } from '../report.js';

/** The one row of the table. */
const ID = 'sealing';

/** How long a failure to read the secret is remembered, in milliseconds: not every request has to try. */
const RETRY_AFTER = 5_000;

/**
 * Creates the function that answers the secret which the kit keeps in the database, for an app without the option `secret`.
 * It is made at first use. Of several instances that make one at the same time one wins, and all use that one.
 *
 * It protects against everybody but a reader of the database.
 *
 * @param options `model`: the table; `query`: makes one call to the database
 * @throws {StoreError} (the function) when the database does not answer, or has no such table
 *
 * @example
 * ```ts
 * const secrets = createKeptSecret({ model: models.guardianSecret, query });
 * await secrets(); // ['q8…']
 * ```
 */
export function createKeptSecret({
	model,
	query
}: {
	model: PrismaModel;
	query: Query;
}): () => Promise<string[]> {
	let loaded: Promise<string[]> | null = null;
	let failure: { error: unknown; at: number } | null = null;

	async function load(): Promise<string[]> {
		const value = (await query(read)) ?? (await query(make)) ?? (await query(read));
		if (value === null) throw new StoreError('The secret was just made and cannot be found.');
		if (!DEV) console.warn(`[svelte-guardian] ${RECOMMENDATION}`);
		return [value];
	}

	async function read(): Promise<string | null> {
		const row: { value: string } | null = await model.findUnique({ where: { id: ID } });
		return row?.value ?? null;
	}

	/** `null` where another instance was quicker. */
	async function make(): Promise<string | null> {
		const value = randomBytes(32).toString('base64url');
		try {
			await model.create({ data: { id: ID, value } });
			return value;
		} catch (error) {
			if (error instanceof Error && 'code' in error && error.code === 'P2002') return null;
			throw error;
		}
	}

	return async () => {
		if (failure && performance.now() - failure.at < RETRY_AFTER) throw failure.error;
		return await (loaded ??= load().catch((error: unknown) => {
			report(`The secret could not be read from the database. ${CURE}`, error);
			loaded = null;
			failure = { error, at: performance.now() };
			throw error;
		}));
	};
}

const RECOMMENDATION =
	'The option `secret` is not set, so the secret that seals cookies is kept in the database. Set it from the ' +
	'environment: a reader of the database then cannot forge them.';

const CURE =
	'Sessions work without it; a sign-out while the database is down may not. If the table is missing, migrate the ' +
	'database, or set the option `secret`.';
