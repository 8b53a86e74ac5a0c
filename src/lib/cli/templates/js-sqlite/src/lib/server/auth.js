import { guardianAuth } from 'svelte-guardian';
import { LibSql } from 'svelte-guardian/libsql';
import { PrismaClient } from '../../generated/prisma/client';

const url = process.env.DATABASE_URL ?? 'file:./prisma/dev.db';

export const auth = guardianAuth({ prisma: new PrismaClient({ adapter: new LibSql({ url }) }) });
export const { handle, signIn, signUp, signOut, actions } = auth;
