import { authJs } from './auth-js.js';
import { betterAuthContender } from './better-auth.js';
import { guardian } from './guardian.js';
import { lucia } from './lucia.js';
import { raw } from './raw.js';

/** Everybody, in the order of the tables. */
export const contenders = [raw, guardian, lucia, betterAuthContender, authJs];
