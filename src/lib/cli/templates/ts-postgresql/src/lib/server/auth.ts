import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { guardianAuth } from 'svelte-guardian';
import { PrismaClient } from '../../generated/prisma/client.js';

// A statement that has a name is planned once for a connection. Leave this out behind a pooler that does not support
// prepared statements.
const adapter = new PrismaPg(
	{ connectionString: process.env.DATABASE_URL },
	{
		statementNameGenerator: ({ sql, args }) =>
			args.length === 0 ? '' : createHash('sha256').update(sql).digest('base64url')
	}
);

export const auth = guardianAuth({ prisma: new PrismaClient({ adapter }) });
export const { handle, signIn, signUp, signOut, actions } = auth;
