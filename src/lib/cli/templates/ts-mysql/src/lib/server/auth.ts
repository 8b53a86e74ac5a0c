import { existsSync } from 'node:fs';
import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import { guardianAuth } from 'svelte-guardian';
import { PrismaClient } from '../../generated/prisma/client.js';

if (existsSync('.env')) process.loadEnvFile();
const url = process.env.DATABASE_URL;
if (!url) throw new Error('Set DATABASE_URL to mysql://user:password@host:3306/database.');
const adapter = new PrismaMariaDb(url);

export const auth = guardianAuth({
	prisma: new PrismaClient({ adapter }),
	secret: process.env.GUARDIAN_SECRET,
	cookie: { name: 'my_app_session' }
});
export const { handle, signIn, signUp, signOut, actions } = auth;
