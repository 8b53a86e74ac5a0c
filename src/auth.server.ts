import { guardianAuth } from 'svelte-guardian';
import { prisma } from './database.server.js';

export const auth = guardianAuth({ prisma, appName: 'Svelte Guardian' });
