import { existsSync } from 'node:fs';
import { guardianAuth } from 'svelte-guardian';
import { Pg } from 'svelte-guardian/pg';
import { PrismaClient } from '../../generated/prisma/client';

if (existsSync('.env')) process.loadEnvFile();
const adapter = new Pg({ url: process.env.DATABASE_URL });

export const auth = guardianAuth({
	prisma: new PrismaClient({ adapter }),
	secret: process.env.GUARDIAN_SECRET,
	cookie: { name: 'my_app_session' }
});
export const { handle, signIn, signUp, signOut, actions } = auth;
