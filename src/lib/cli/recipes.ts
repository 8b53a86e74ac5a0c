/// <reference types="vite/client" />
import type { Recipe } from '../recipe.js';

/** Each feature has its own beside its code; what is no feature has one here. Read when the command is bundled. */
const modules = import.meta.glob<{ recipe: Recipe }>(
	['../features/*/recipe.ts', './recipes/*.ts'],
	{ eager: true }
);

/** What can be added, by name. */
export const recipes: Recipe[] = Object.values(modules)
	.map(({ recipe }) => recipe)
	.sort((one, other) => (one.name < other.name ? -1 : 1));
