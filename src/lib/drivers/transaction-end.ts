import type { PrismaLibSql } from '@prisma/adapter-libsql';

/** A transaction of the client that Prisma's driver makes. */
type Transaction = Awaited<ReturnType<ReturnType<PrismaLibSql['createClient']>['transaction']>>;

/** What becomes of a transaction. */
interface Fate {
	/** Called with what a statement throws. */
	failed(error: unknown): void;
	/** Called once, when nothing more is done in the transaction. */
	over(): void;
}

/**
 * Watches a transaction of libsql until it is over. From then on it is closed, whatever is done with its connection: libsql asks
 * the connection instead, which may be in another transaction by then, and which ends the process where it was closed.
 *
 * @example
 * ```ts
 * onTransactionEnd(await client.transaction(), { failed: () => database.forget(), over: () => keep(database) });
 * ```
 */
export function onTransactionEnd(transaction: Transaction, { failed, over }: Fate): void {
	const closed = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(transaction), 'closed');
	const isClosed = closed!.get!.bind(transaction) as () => boolean;
	const close = transaction.close.bind(transaction);
	let isOver = false;
	const look = () => {
		if (isOver || !isClosed()) return;
		isOver = true;
		over();
	};

	Object.defineProperty(transaction, 'closed', { get: () => isOver || isClosed() });
	for (const name of ['execute', 'batch', 'executeMultiple', 'commit', 'rollback'] as const) {
		const run = transaction[name].bind(transaction) as (...args: unknown[]) => Promise<never>;
		transaction[name] = async (...args: unknown[]) => {
			try {
				return await run(...args);
			} catch (error) {
				if (!isOver) failed(error);
				throw error;
			} finally {
				// A statement may have rolled it back. Whoever began it ends it all the same.
				if (name === 'commit' || name === 'rollback') look();
			}
		};
	}
	transaction.close = () => {
		if (isOver) return;
		close();
		look();
	};
}
