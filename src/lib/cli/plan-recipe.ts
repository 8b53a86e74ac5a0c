import { posix } from 'node:path';
import type { Recipe } from '../recipe.js';
import type { App } from './app.js';
import { editAuthFeatures } from './edits/auth-features.js';
import { editEnv } from './edits/env.js';
import { editKitConfig } from './edits/kit-config.js';
import { editManifest } from './edits/manifest.js';
import { planModels } from './plan-models.js';
import { CliError } from './errors.js';
import { planRoute } from './plan-route.js';
import { Plan, type Context } from './plan.js';
import { templatesIn, type Target } from './templates.js';

const AUTH = ['src/lib/server/auth.ts', 'src/lib/server/auth.js'];
const CONFIGS = ['svelte.config.js', 'svelte.config.ts', 'vite.config.ts', 'vite.config.js'];

/**
 * Finds out what of a recipe is left to do in an app. Nothing is written.
 *
 * @throws {CliError} when the kit is not set up there
 */
export function planRecipe(app: App, recipe: Recipe): Plan {
	const auth = app.find(...AUTH);
	if (!auth || !app.read(auth)!.includes('svelte-guardian'))
		throw new CliError(
			'svelte-guardian is not set up here. Do that first: npx svelte-guardian init'
		);
	const plan = new Plan();
	const { dependencies = {}, feature, env = [] } = recipe;

	const manifest = app.read('package.json')!;
	const wanted = { dependencies, devDependencies: {}, overrides: null };
	plan.add('package.json', manifest, editManifest(manifest, wanted));
	planModels(plan, app, recipe);
	if (feature) plan.add(auth, app.read(auth), editAuthFeatures(app.read(auth)!, feature));
	if (env.length) {
		const source = app.read('.env.example');
		plan.add('.env.example', source, editEnv(source ?? '', env));
	}
	if (recipe.usesRemoteFunctions) planConfig(plan, app);
	if (recipe.templates) planTemplates(plan, app, recipe.templates);
	return plan;
}

/** SvelteKit 3 has its settings in vite.config, SvelteKit 2 in svelte.config. */
function planConfig(plan: Plan, app: App) {
	const path = app.find(...CONFIGS);
	if (path) plan.add(path, app.read(path), editKitConfig(app.read(path)!));
}

function planTemplates(plan: Plan, app: App, folder: string) {
	const { kit, language, manifest } = app;
	const hasLibImport = manifest.imports?.['#lib/*'] === './src/lib/*';
	const target: Target = { kit, language, database: 'sqlite', hasLibImport };
	const templates = templatesIn([`${folder}/shared`, `${folder}/${language}`], target);
	const context: Context = { app, target, templates };
	const routes = new Set<string>();
	for (const [path, content] of templates) {
		if (/\/\+page\.[^/]+$/.test(path)) routes.add(posix.dirname(path));
		else if (!app.find(path, path.replace(/\.[jt]s$/, language === 'ts' ? '.js' : '.ts')))
			plan.add(path, null, { content });
	}
	for (const route of routes) planRoute(plan, context, route);
}
