import type { Prisma } from '../client/client.js';
import { PrismaClient } from '../client/client.js';
import { PrismaClient as PostgresClient } from '../client-postgresql/client.js';
import { LibSql } from '../../src/lib/libsql.js';
import { Pg } from '../../src/lib/pg.js';
import { providerOf } from './provider.js';

/** How to {@link connect}. */
export interface ConnectOptions {
	/** How long a statement may wait for its turn, in seconds. Default: the driver's. */
	waitTimeout?: number;
	/** Default: false. Whether `$on('query')` is told of every statement. */
	logQueries?: boolean;
}

/** The client of any engine. The two differ in what they can do beyond the models; this is what both can. */
export type Client = PrismaClient<'query'>;

/**
 * Opens the client for a database, with the driver for its engine. Nothing is asked yet.
 *
 * @throws {MigrationError} when the URL's scheme is not supported
 *
 * @example
 * ```ts
 * const prisma = connect(databaseUrl());
 * ```
 */
export function connect(
	url: string,
	{ waitTimeout, logQueries = false }: ConnectOptions = {}
): Client {
	const log: Prisma.LogDefinition[] = logQueries ? [{ emit: 'event', level: 'query' }] : [];
	switch (providerOf(url)) {
		case 'sqlite':
			return new PrismaClient({
				adapter: new LibSql({
					url,
					...(waitTimeout !== undefined && { lockTimeout: waitTimeout })
				}),
				log
			}) as Client;
		case 'postgresql':
			return new PostgresClient({
				adapter: new Pg({
					url,
					...(waitTimeout !== undefined && { connectionTimeout: waitTimeout })
				}),
				log
			}) as unknown as Client;
	}
}
