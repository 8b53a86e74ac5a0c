import type { Recipe } from '../../recipe.js';

/** A package cannot contain remote functions: the app gets them as a file of its own. */
export const recipe: Recipe = {
	name: 'remote',
	summary: 'remote functions to sign up, in and out: src/lib/auth.remote',
	templates: 'remote',
	usesRemoteFunctions: true
};
