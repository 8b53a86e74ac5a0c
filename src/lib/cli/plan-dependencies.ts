import kit from '../../../package.json' with { type: 'json' };
import { databases } from './databases.js';
import { editManifest, type Wanted } from './edits/manifest.js';
import { editWorkspace, overridesFor } from './edits/overrides.js';
import type { Context, Plan } from './plan.js';

const { dependencies, devDependencies, peerDependencies, version } = kit;

/** What an app has to install. */
export function wantedPackages({
	app,
	target
}: Pick<Context, 'app' | 'target'>): Omit<Wanted, 'overrides'> {
	const { adapter } = databases[target.database];
	const shared = app.schema?.package;
	const theirs = { ...shared?.manifest.devDependencies, ...shared?.manifest.dependencies };
	// Prisma wants its parts to be of one version.
	const prisma = theirs['@prisma/client'] ?? theirs.prisma ?? `^${devDependencies.prisma}`;
	return {
		// Not among the devDependencies: adapters leave these in node_modules, where native binaries have to stay. So argon2
		// is the app's as well, although the kit brings it along: adapter-node would bundle it, and cannot.
		dependencies: {
			'@node-rs/argon2': dependencies['@node-rs/argon2'],
			...(!shared?.instance && { [adapter]: prisma }),
			'@prisma/client': prisma,
			...Object.fromEntries(Object.entries(theirs).filter(([name]) => NATIVE.test(name))),
			...(shared?.instance && { [shared.name]: ownRange(app.manager.agent) }),
			'svelte-guardian': `^${version}`,
			'sveltekit-superforms': peerDependencies['sveltekit-superforms'],
			zod: peerDependencies.zod
		},
		devDependencies: {
			...(!shared && { prisma }),
			// For `process.env`.
			...(app.isChecked && { '@types/node': `^${process.versions.node.split('.')[0]}` })
		}
	};
}

/** What cannot be bundled with a package of the workspace, which adapter-node bundles as if it were the app's own code. */
const NATIVE =
	/^(@prisma\/adapter-.+|better-sqlite3|@libsql\/client|libsql|pg|pg-native|mariadb|mysql2|@node-rs\/.+|argon2|bcrypt|sharp)$/;

/** How a package of the workspace is asked for. */
const ownRange = (agent: string) => (/^(npm|yarn)$/.test(agent) ? '*' : 'workspace:*');

/** Adds dependencies and overrides. */
export function planDependencies(plan: Plan, { app, target }: Context): void {
	const wanted = wantedPackages({ app, target });
	const { workspace } = app;
	const asked =
		app.manifest.dependencies?.['@prisma/client'] ?? wanted.dependencies['@prisma/client']!;
	const range = workspace?.rangeOf('@prisma/client', asked) ?? asked;
	// Package managers read these at the root of a workspace only.
	const root = workspace?.manifest ?? app.manifest;
	const place = overridesFor(
		app.manager,
		range,
		root.pnpm?.overrides !== undefined,
		!workspace || root.dependencies?.['@prisma/client'] !== undefined
	);
	const at = (path: string) => (workspace ? `${workspace.root}/${path}` : path);

	const source = app.read('package.json')!;
	const overrides = place?.file === 'package.json' ? place : null;
	plan.add(
		'package.json',
		source,
		editManifest(source, { ...wanted, overrides: workspace ? null : overrides })
	);
	const above = workspace && overrides && app.read(at('package.json'));
	if (above)
		plan.add(
			at('package.json'),
			above,
			editManifest(above, { dependencies: {}, devDependencies: {}, overrides })
		);
	if (place?.file === 'pnpm-workspace.yaml') {
		const settings = app.read(at(place.file));
		plan.add(
			at(place.file),
			settings,
			editWorkspace(settings ?? '', place.entries, place.allowBuilds)
		);
	}
	for (const [name, major] of Object.entries({ zod: 4, 'sveltekit-superforms': 3 })) {
		const there = app.manifest.dependencies?.[name] ?? app.manifest.devDependencies?.[name];
		const own = Number(/\d+/.exec(there ?? '')?.[0] ?? major);
		if (own < major)
			plan.advice.push({
				path: 'package.json',
				text: `${name} is at ${there}; svelte-guardian needs ${peerDependencies[name as 'zod']}.`
			});
	}
}
