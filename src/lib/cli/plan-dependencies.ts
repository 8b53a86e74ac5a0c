import kit from '../../../package.json' with { type: 'json' };
import { editManifest, type Wanted } from './edits/manifest.js';
import { editWorkspace, overridesFor } from './edits/overrides.js';
import type { Context, Plan } from './plan.js';

const { dependencies, devDependencies, peerDependencies, version } = kit;

/** What an app has to install. */
export function wantedPackages({
	app,
	target
}: Pick<Context, 'app' | 'target'>): Omit<Wanted, 'overrides'> {
	// Prisma wants its parts to be of one version.
	const prisma = `^${devDependencies.prisma}`;
	const adapter = target.database === 'sqlite' ? '@prisma/adapter-libsql' : '@prisma/adapter-pg';
	return {
		// Not among the devDependencies: adapters leave these in node_modules, where native binaries have to stay. So argon2
		// is the app's as well, although the kit brings it along: adapter-node would bundle it, and cannot.
		dependencies: {
			'@node-rs/argon2': dependencies['@node-rs/argon2'],
			[adapter]: prisma,
			'@prisma/client': prisma,
			'svelte-guardian': `^${version}`,
			'sveltekit-superforms': peerDependencies['sveltekit-superforms'],
			zod: peerDependencies.zod
		},
		devDependencies: {
			prisma,
			// For `process.env`.
			...(app.isChecked && { '@types/node': `^${process.versions.node.split('.')[0]}` })
		}
	};
}

/** Adds dependencies and overrides. */
export function planDependencies(plan: Plan, { app, target }: Context): void {
	const wanted = wantedPackages({ app, target });
	const range =
		app.manifest.dependencies?.['@prisma/client'] ?? wanted.dependencies['@prisma/client']!;
	const place = overridesFor(app.manager, range, app.manifest.pnpm?.overrides !== undefined);

	const source = app.read('package.json')!;
	const overrides = place?.file === 'package.json' ? place : null;
	plan.add('package.json', source, editManifest(source, { ...wanted, overrides }));
	if (place?.file === 'pnpm-workspace.yaml') {
		const workspace = app.read(place.file);
		plan.add(
			place.file,
			workspace,
			editWorkspace(workspace ?? '', place.entries, place.allowBuilds)
		);
	}
	for (const [name, major] of Object.entries({ zod: 4, 'sveltekit-superforms': 3 })) {
		const there = app.manifest.dependencies?.[name] ?? app.manifest.devDependencies?.[name];
		const own = Number(/\d+/.exec(there ?? '')?.[0] ?? major);
		if (own < major)
			plan.advice.push({
				path: 'package.json',
				text: `${name} is at ${there}; the kit needs ${peerDependencies[name as 'zod']}.`
			});
	}
}
