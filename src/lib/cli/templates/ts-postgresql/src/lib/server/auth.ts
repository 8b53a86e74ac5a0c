import { guardianAuth } from 'svelte-guardian';
import { Pg } from 'svelte-guardian/pg';
import { PrismaClient } from '../../generated/prisma/client.js';

const adapter = new Pg({ url: process.env.DATABASE_URL });

export const auth = guardianAuth({ prisma: new PrismaClient({ adapter }) });
export const { handle, signIn, signUp, signOut, actions } = auth;
