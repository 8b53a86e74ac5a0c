import { existsSync } from 'node:fs';
import { guardianAuth } from 'svelte-guardian';
import { LibSql } from 'svelte-guardian/libsql';
import { PrismaClient } from '../../generated/prisma/client';

if (existsSync('.env')) process.loadEnvFile();
const url = process.env.DATABASE_URL ?? 'file:./prisma/dev.db';

export const auth = guardianAuth({
	prisma: new PrismaClient({ adapter: new LibSql({ url }) }),
	secret: process.env.GUARDIAN_SECRET,
	cookie: { name: 'my_app_session' }
});
export const { handle, signIn, signUp, signOut, actions } = auth;
