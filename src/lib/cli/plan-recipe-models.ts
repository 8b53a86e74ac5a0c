import { posix } from 'node:path';
import type { Recipe } from '../recipe.js';
import type { App } from './app.js';
import { addFields, modelBlocks } from './edits/schema-parts.js';
import { appendModels, readModels } from './edits/schema.js';
import { CliError } from './errors.js';
import type { Plan } from './plan.js';
import { forDatabase } from './templates.js';

/**
 * Adds the models of a recipe to an app's schema, and lines to models that are there. A model that the app has stays as it is:
 * where columns are missing in it, they are named.
 *
 * @throws {CliError} where the app has no Prisma schema
 */
export function planRecipeModels(plan: Plan, { schema }: App, recipe: Recipe): void {
	const { name, models = '', fields = {} } = recipe;
	if (!models && !Object.keys(fields).length) return;
	if (!schema)
		throw new CliError('There is no Prisma schema here. Set one up: npx svelte-guardian init');

	/** By path: several edits may be of one file. */
	const contents = new Map(schema.files.map(({ path, content }) => [path, content]));
	const there = readModels(schema.content);
	const missing: string[] = [];
	for (const [model, block] of modelBlocks(forDatabase(models, schema.database))) {
		const own = there.get(model);
		const lacking = readModels(block)
			.get(model)!
			.filter((column) => own && !own.includes(column));
		if (!own) missing.push(block);
		else if (lacking.length)
			plan.advice.push({
				path: schema.path,
				text: `model ${model} is there already and was not touched. It lacks ${lacking.join(', ')}:\n\n${block}`
			});
	}
	if (missing.length) {
		const path = schema.isFolder ? posix.join(schema.path, `${name}.prisma`) : schema.path;
		const content = contents.get(path);
		const added = missing.join('\n');
		contents.set(path, content ? appendModels(content, added) : added);
	}
	for (const [model, lines] of Object.entries(fields)) {
		const path = [...contents].find(([, content]) => readModels(content).has(model))?.[0];
		const edit = addFields(contents.get(path ?? '') ?? '', model, lines);
		if (edit && 'content' in edit && path) contents.set(path, edit.content);
		else if (edit) plan.add(schema.path, null, edit);
	}
	for (const [path, content] of contents) {
		const before = schema.files.find((file) => file.path === path)?.content ?? null;
		if (content !== before) plan.add(path, before, { content });
	}
}
