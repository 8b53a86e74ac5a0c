/// <reference types="vite/client" />
import { posix } from 'node:path';
import models from '../../../prisma/guardian.prisma?raw';
import { withMysqlTypes } from './mysql-types.js';
import { toJavaScript } from './to-javascript.js';
import type { DatabaseName } from './databases.js';

/** What a template depends on in an app. */
export interface Target {
	/** The major version of SvelteKit. */
	kit: 2 | 3;
	language: 'ts' | 'js';
	database: DatabaseName;
	/** Whether package.json maps `#lib/*` to src/lib. */
	hasLibImport: boolean;
}

/** The files of all folders, read when the CLI is bundled. */
const files = import.meta.glob<string>('./templates/**/*', {
	query: '?raw',
	import: 'default',
	eager: true
});

/** The kit's models, for a database. */
export const modelsFor = (database: DatabaseName): string => forDatabase(models, database);

/** Models of the kit as a database has them. */
export const forDatabase = (text: string, database: string | undefined): string =>
	database === 'mysql' ? withMysqlTypes(text) : text;

/**
 * The files that an app is given, by their paths in it. A folder of templates holds what is the same for all, for one
 * database, for code, or for code and one database. Code is TypeScript here, and JavaScript in an app that has that.
 */
export function templatesFor(target: Target): Map<string, string> {
	const { database } = target;
	return templatesIn(['shared', database, 'ts', `ts-${database}`], target);
}

/** The files of some folders of templates. */
export function templatesIn(folders: string[], target: Target): Map<string, string> {
	const found = new Map<string, string>();
	for (const folder of folders) {
		const start = `./templates/${folder}/`;
		for (const [path, content] of Object.entries(files)) {
			if (!path.startsWith(start)) continue;
			const place = path.slice(start.length);
			const isScript = target.language === 'js' && /(?<!\.d)\.ts$/.test(place);
			const text = localise(content, place, target);
			if (isScript) found.set(place.replace(/ts$/, 'js'), toJavaScript(text));
			else found.set(place, text);
		}
	}
	return found;
}

/** How a file of the app imports src/lib/server/auth: SvelteKit 3 has no `$lib`. */
export function authImport(path: string, { kit, hasLibImport }: Target): string {
	if (kit === 2) return '$lib/server/auth.js';
	if (hasLibImport) return '#lib/server/auth.js';
	const relative = posix.relative(posix.dirname(path), 'src/lib/server/auth.js');
	return relative.startsWith('.') ? relative : `./${relative}`;
}

function localise(content: string, path: string, target: Target): string {
	const imported = content.replace('$lib/server/auth.js', authImport(path, target));
	return target.language === 'js' ? imported.replace('<script lang="ts">', '<script>') : imported;
}
