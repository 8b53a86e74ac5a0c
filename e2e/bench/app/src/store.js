import { env } from 'node:process';
import { providerOf } from '../../../../prisma/tools/provider.js';

const url = env.DATABASE_URL ?? '';

/** The database of this server. */
export const store = { engine: providerOf(url), url };
