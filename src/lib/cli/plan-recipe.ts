import { posix } from 'node:path';
import type { Recipe } from '../recipe.js';
import type { App } from './app.js';
import { editAuthFeatures } from './edits/auth-features.js';
import { keepLineEndings } from './edits/edit.js';
import { editEnv } from './edits/env.js';
import { editIgnore } from './edits/ignore.js';
import { editKitConfig } from './edits/kit-config.js';
import { editManifest } from './edits/manifest.js';
import { planRecipeModels } from './plan-recipe-models.js';
import { CliError } from './errors.js';
import { planRoute } from './plan-route.js';
import { Plan, type Context } from './plan.js';
import { templatesFor, templatesIn, type Target } from './templates.js';

const AUTH = ['src/lib/server/auth.ts', 'src/lib/server/auth.js'];
const STYLE = 'src/routes/guardian.css';
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
	const { dependencies = {}, feature, env = [], ignores } = recipe;

	const manifest = app.read('package.json')!;
	const wanted = { dependencies, devDependencies: {}, overrides: null };
	plan.add('package.json', manifest, editManifest(manifest, wanted));
	planRecipeModels(plan, app, recipe);
	const named = (text: string) => text.replaceAll('My App', titleOf(app));
	if (feature) {
		const own = { ...feature, call: named(feature.call) };
		plan.add(auth, app.read(auth), editAuthFeatures(app.read(auth)!, own));
	}
	if (env.length) {
		const source = app.read('.env.example');
		const own = env.map((entry) => ({ ...entry, value: named(entry.value) }));
		plan.add('.env.example', source, editEnv(source ?? '', own));
	}
	if (ignores) {
		const source = app.read('.gitignore');
		plan.add('.gitignore', source, editIgnore(source ?? '', ignores.patterns, ignores.heading));
	}
	if (recipe.usesRemoteFunctions) planConfig(plan, app);
	if (recipe.templates) planTemplates(plan, app, recipe.templates, recipe.replaces);
	return plan;
}

/** SvelteKit 3 has its settings in vite.config, SvelteKit 2 in svelte.config. */
function planConfig(plan: Plan, app: App) {
	const path = app.find(...CONFIGS);
	if (path) plan.add(path, app.read(path), editKitConfig(app.read(path)!));
}

function planTemplates(plan: Plan, app: App, folder: string, replaces: Recipe['replaces'] = {}) {
	const { kit, language, manifest } = app;
	const hasLibImport = manifest.imports?.['#lib/*'] === './src/lib/*';
	const target: Target = { kit, language, database: 'sqlite', hasLibImport };
	const templates = templatesIn([`${folder}/shared`, `${folder}/ts`], target);
	if (!app.find(STYLE)) {
		for (const [path, content] of templates)
			templates.set(path, content.replace("'../guardian.css'", "'svelte-guardian/styles.css'"));
	}
	const context: Context = { app, target, templates };
	const routes = new Set<string>();
	for (const [path, content] of templates) {
		if (/\/\+page\.[^/]+$/.test(path)) routes.add(posix.dirname(path));
		else if (!app.find(path, path.replace(/\.[jt]s$/, language === 'ts' ? '.js' : '.ts')))
			plan.add(path, null, { content });
	}
	for (const route of routes) planRoute(plan, context, route);

	const [byInit, wanted] = [templatesFor(target), templatesIn([`${folder}/replacing`], target)];
	for (const [route, byHand] of Object.entries(replaces)) {
		const files = [...wanted].flatMap(([path, after]) => {
			const there = app.read(path);
			if (posix.dirname(path) !== route || (there !== null && isSame(there, after))) return [];
			const isOwn = there === null || !isSame(there, byInit.get(path) ?? '');
			return [{ path, there: there ?? '', after, isOwn }];
		});
		// One without the other would be a page without its data.
		if (files.some(({ isOwn }) => isOwn)) plan.next.push(byHand);
		else {
			for (const { path, there, after } of files)
				plan.add(path, there, { content: keepLineEndings(there, after) });
		}
	}
}

/** Whether only a formatter has changed it. */
const isSame = (one: string, other: string) => bare(one) === bare(other);
const bare = (text: string) => text.replace(/[\s;,]/g, '').replaceAll('"', "'");

/** The name of the app for people, without anything that code, mails or a shell would read. */
const titleOf = ({ manifest }: App) => {
	const words = (manifest.name ?? '').replace(/^@.*\//, '').replace(/[^\p{L}\p{N}]+/gu, ' ');
	const title = words.trim().slice(0, 60);
	return title ? title[0]!.toUpperCase() + title.slice(1) : 'My App';
};
