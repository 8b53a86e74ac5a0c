import { authJs } from './auth-js.js';
import { betterAuthLibrary } from './better-auth.js';
import { guardian } from './guardian.js';
import { lucia } from './lucia.js';
import { raw } from './raw.js';

/** Everybody, in the order of the tables. */
export const libraries = [raw, guardian, lucia, betterAuthLibrary, authJs];
