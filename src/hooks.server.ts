import { auth } from './auth.server.js';

export const handle = auth.handle;
