import type { App } from './app.js';
import { editAppTypes } from './edits/app-types.js';
import type { Edit } from './edits/edit.js';
import { editHooks } from './edits/hooks.js';
import { editLayoutLoad } from './edits/layout-load.js';
import { editLayout } from './edits/layout.js';
import { editStartPage } from './edits/start-page.js';
import { CliError } from './errors.js';
import { literal } from './literal.js';
import { planDependencies } from './plan-dependencies.js';
import { planIgnore } from './plan-ignore.js';
import { planSecret } from './plan-secret.js';
import { planKitSchema } from './plan-kit-schema.js';
import { planRoute } from './plan-route.js';
import { Plan, type Context } from './plan.js';
import { authImport, templatesFor, type Target } from './templates.js';

/**
 * Finds out what is left to do. Nothing is written.
 *
 * @throws {CliError} when something of the app is in the way
 */
export function makePlan(app: App, database: Target['database']): Plan {
	const { kit, language, manifest } = app;
	const hasLibImport = manifest.imports?.['#lib/*'] === './src/lib/*';
	const target: Target = { kit, language, database, hasLibImport };
	const context: Context = { app, target, templates: templatesFor(target) };
	const plan = new Plan();

	planDependencies(plan, context);
	// What is kept out of the repository, before it is there.
	planIgnore(plan, context);
	planSecret(plan, context);
	planKitSchema(plan, context);
	planAuth(plan, context);
	planFile(plan, context, 'src/hooks.server', (source) =>
		editHooks(source, authImport('src/hooks.server', target))
	);
	// What nothing reads need not be there: code that is not checked has no use for types.
	if (app.isChecked || app.find('src/app.d.ts')) planFile(plan, context, 'src/app.d', editAppTypes);
	planFile(plan, context, 'src/routes/+layout.server', editLayoutLoad);
	planFile(plan, context, 'src/routes/+layout', editLayout);
	const start = app.find('src/routes/+page.svelte');
	if (start) plan.add(start, app.read(start), editStartPage(app.read(start)!));
	for (const path of ['src/routes/guardian.css', 'src/routes/+error.svelte'])
		if (!app.find(path)) plan.add(path, null, { content: context.templates.get(path)! });
	for (const route of ['signup', 'signin', 'account', 'password', 'signout'])
		planRoute(plan, context, `src/routes/${route}`);
	return plan;
}

function planAuth(plan: Plan, { app, templates, target }: Context) {
	const there = app.find('src/lib/server/auth.ts', 'src/lib/server/auth.js');
	if (there) {
		if (app.read(there)!.includes('svelte-guardian')) return;
		throw new CliError(
			`${there} belongs to another auth. Move it away first; init writes its own there.`
		);
	}
	const path = `src/lib/server/auth.${target.language}`;
	const content = templates.get(path)!.replace('my_app', () => slugOf(app));
	const { schema } = app;
	if (schema?.package?.instance) {
		plan.add(path, null, {
			content: authWith(schema.package.instance, schema.package.name, slugOf(app))
		});
		return;
	}
	plan.add(path, null, {
		content: schema
			? content.replace(/'[^']*generated\/prisma\/client[^']*'/, () =>
					literal(clientFor(schema.client, target))
				)
			: content
	});
	if (schema)
		plan.advice.push({
			path,
			text: 'If your app has a PrismaClient of its own already, give guardianAuth that one.'
		});
}

/** On the client that a package of the workspace exports. */
const authWith = (
	instance: string,
	name: string,
	slug: string
) => `import { existsSync } from 'node:fs';
import { guardianAuth } from 'svelte-guardian';
import { ${instance} } from ${literal(name)};

if (existsSync('.env')) process.loadEnvFile();

export const auth = guardianAuth({
	${instance === 'prisma' ? instance : `prisma: ${instance}`},
	secret: process.env.GUARDIAN_SECRET,
	cookie: { name: '${slug}_session' }
});
export const { handle, signIn, signUp, signOut, actions } = auth;
`;

/** Browsers send the cookies of one app on localhost to all of them, whatever the port: each needs a name of its own. */
const slugOf = ({ manifest }: App) =>
	(manifest.name ?? '')
		.toLowerCase()
		.replace(/^@.*\//, '')
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^_+|_+$/g, '')
		.slice(0, 40) || 'my_app';

const clientFor = (client: string, { language }: Target) =>
	// From JavaScript Vite does not look for a .ts file behind a .js one.
	language === 'js' ? client.replace(/(?<=\/client)\.js$/, '') : client;

/** One file that may be there already, in either language. */
function planFile(
	plan: Plan,
	{ app, templates }: Context,
	name: string,
	edit: (source: string) => Edit
) {
	const there = app.find(
		...['.ts', '.js', '/index.ts', '/index.js', '.svelte'].map((end) => name + end)
	);
	if (there) {
		const source = app.read(there)!;
		plan.add(there, source, edit(source));
		return;
	}
	const [path, content] = [...templates].find(([path]) => path.replace(/\.\w+$/, '') === name)!;
	plan.add(path, null, { content });
}
