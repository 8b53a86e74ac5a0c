import { PrismaPg } from '@prisma/adapter-pg';
import { guardianAuth } from 'svelte-guardian';
import { PrismaClient } from '../../generated/prisma/client';

const adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL });

export const auth = guardianAuth({ prisma: new PrismaClient({ adapter }) });
export const { handle, signIn, signUp, signOut, actions } = auth;
