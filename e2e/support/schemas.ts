import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismaClient as AuditClient } from '../../.prisma/audit-sqlite/client/client.js';
import { PrismaClient as AuditPostgresClient } from '../../.prisma/audit-postgresql/client/client.js';
import { PrismaClient as ColumnTypesClient } from '../../.prisma/column-types-sqlite/client/client.js';
import { PrismaClient as ColumnTypesPostgresClient } from '../../.prisma/column-types-postgresql/client/client.js';
import { PrismaClient as LuciaClient } from '../../.prisma/lucia-sqlite/client/client.js';
import { PrismaClient as LuciaPostgresClient } from '../../.prisma/lucia-postgresql/client/client.js';
import { PrismaClient as MovedClient } from '../../.prisma/lucia-moved-sqlite/client/client.js';
import { PrismaClient as MovedPostgresClient } from '../../.prisma/lucia-moved-postgresql/client/client.js';
import { PrismaClient as OwnNamesClient } from '../../.prisma/own-names-sqlite/client/client.js';
import { PrismaClient as OwnNamesPostgresClient } from '../../.prisma/own-names-postgresql/client/client.js';
import { LibSql } from '../../src/lib/libsql.js';
import { deploy, diff } from '../../prisma/tools/migrate.js';
import { testModelsFolder, writeMigration } from '../../prisma/tools/migrations.js';
import { Pg } from '../../src/lib/pg.js';
import type { Provider } from '../../prisma/tools/provider.js';
import { databaseUrl } from '../../prisma/tools/url.js';
import { createEmptyPostgresDatabase } from './postgres.js';

/** The client of each schema in `e2e/schemas`, by engine. What differs between the engines no test asks for. */
const clients = {
	audit: { sqlite: AuditClient, postgresql: AuditPostgresClient as unknown as typeof AuditClient },
	'column-types': {
		sqlite: ColumnTypesClient as unknown as typeof ColumnTypesPostgresClient,
		postgresql: ColumnTypesPostgresClient
	},
	'own-names': {
		sqlite: OwnNamesClient,
		postgresql: OwnNamesPostgresClient as unknown as typeof OwnNamesClient
	},
	lucia: { sqlite: LuciaClient, postgresql: LuciaPostgresClient as unknown as typeof LuciaClient },
	'lucia-moved': {
		sqlite: MovedClient,
		postgresql: MovedPostgresClient as unknown as typeof MovedClient
	}
};

/** A folder in `e2e/schemas`. */
export type SchemaName = keyof Clients;

interface Clients {
	audit: AuditClient;
	'column-types': ColumnTypesPostgresClient;
	'own-names': OwnNamesClient;
	lucia: LuciaClient;
	'lucia-moved': MovedClient;
}

/** The client of a schema. */
export type SchemaClient<Name extends SchemaName> = Clients[Name];

/** A database of a test's own, with tables made from a schema in `e2e/schemas`. */
export interface SchemaDatabase {
	url: string;
	/** Applies one more migration. */
	migrate(name: string, sql: string): Promise<void>;
	/** The SQL that would lead from the migrations to a schema; empty where there is no difference. */
	differenceTo(name: SchemaName): Promise<string>;
	/**
	 * A client of the database, by a schema. It is disconnected when the database is closed.
	 *
	 * @param options `isLogged: false` for a client without a query log, as an app has it
	 */
	client<Name extends SchemaName>(name: Name, options?: { isLogged: boolean }): SchemaClient<Name>;
	/** The SQL that its logged clients have sent, in order. */
	statements: string[];
	/** To be called once the test is done, also when it failed. */
	close(): Promise<void>;
}

/**
 * Makes a database from a schema in `e2e/schemas`: a real SQLite file, or one on a real PostgreSQL server.
 *
 * @example
 * ```ts
 * const database = await createSchemaDatabase('sqlite', 'own-names');
 * await database.client('own-names').authUser.count();
 * await database.close();
 * ```
 */
export async function createSchemaDatabase(
	provider: Provider,
	schema: SchemaName
): Promise<SchemaDatabase> {
	const folder = await mkdtemp(join(tmpdir(), 'guardian-'));
	const migrations = join(folder, 'migrations');
	const { url, drop } =
		provider === 'sqlite'
			? { url: databaseUrl(`file:${join(folder, 'test.db')}`), drop: async () => {} }
			: await createEmptyPostgresDatabase();
	const statements: string[] = [];
	const open: Array<{ $disconnect(): Promise<void> }> = [];
	let count = 0;

	const differenceTo = (name: SchemaName) =>
		diff(url, { migrations, models: join(testModelsFolder, name) });

	async function migrate(name: string, sql: string) {
		await writeMigration(migrations, provider, name, sql, new Date(count++ * 1000));
		await deploy(url, { migrations, log: () => {} });
	}

	await migrate('init', await differenceTo(schema));
	return {
		url,
		migrate,
		differenceTo,
		statements,
		client(name, { isLogged } = { isLogged: true }) {
			const Client = clients[name][provider] as unknown as typeof OwnNamesClient;
			const adapter = provider === 'sqlite' ? new LibSql({ url }) : new Pg({ url });
			const client = new Client({
				adapter,
				log: isLogged ? [{ emit: 'event', level: 'query' }] : []
			});
			if (isLogged) client.$on('query', ({ query }) => statements.push(query));
			open.push(client);
			return client as unknown as SchemaClient<typeof name>;
		},
		async close() {
			await Promise.all(open.map((client) => client.$disconnect()));
			await drop();
			await rm(folder, { recursive: true, force: true });
		}
	};
}

/** For `guardianAuth()` on the schema `own-names`, which calls everything otherwise. */
export const OWN_NAMES = {
	user: {
		modelName: 'authUser',
		fields: {
			id: 'uid',
			email: 'mail',
			passwordHash: 'hashedPassword',
			name: 'fullName',
			disabledAt: 'blocked'
		}
	},
	session: {
		modelName: 'authSession',
		fields: {
			id: 'hash',
			publicId: 'shown_id',
			userId: 'user_id',
			user: 'owner',
			expiresAt: 'expires',
			createdAt: 'created',
			lastUsedAt: 'used',
			userAgent: 'agent',
			ipAddress: 'ip'
		}
	}
} as const;

/** The same with a secret, for which the schema has no model. */
export const OWN_OPTIONS = { secret: 'a secret of at least 32 characters', ...OWN_NAMES } as const;
