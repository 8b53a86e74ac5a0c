import { expect, test } from 'vitest';
import { PrismaClient } from '../../../.prisma/column-types-postgresql/client/client.js';
import { Pg } from '../pg.js';
import { readRawDatabase } from './raw-database.js';

/** Nothing here asks the database anything. */
const open = () => new PrismaClient({ adapter: new Pg() });

/** Of a client, what Prisma 7.0 does not say of its models. */
interface Internals {
	_runtimeDataModel: { models: Record<string, { schema?: string | null }> };
}

test('SE27: a table in another schema is named with it', () => {
	expect(readRawDatabase(open())?.table('session')?.sql).toBe('"sign ins"."Sessions"');
});

test.each([undefined, null, 'public'])(
	'SE27: where the client says %j of it, the table cannot be told',
	(schema) => {
		const client = open();
		// A copy: the clients of a process share their models.
		const internals = client as unknown as Internals;
		internals._runtimeDataModel = structuredClone(internals._runtimeDataModel);
		const session = internals._runtimeDataModel.models.Session!;
		if (schema === undefined) delete session.schema;
		else session.schema = schema;

		expect(readRawDatabase(client)?.table('session')).toBeNull();
		expect(readRawDatabase(client)?.table('account')?.sql).toBe('"people"."App users"');
	}
);
