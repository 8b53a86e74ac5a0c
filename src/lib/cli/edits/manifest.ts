import type { Edit } from './edit.js';

/** A package.json, as far as init reads it. */
export interface Manifest {
	name?: string;
	dependencies?: Record<string, string>;
	devDependencies?: Record<string, string>;
	imports?: Record<string, unknown>;
	exports?: unknown;
	main?: unknown;
	prisma?: { schema?: string };
	overrides?: Record<string, unknown>;
	resolutions?: Record<string, unknown>;
	pnpm?: { overrides?: Record<string, unknown> };
}

/** What a package.json shall have. What it has already stays as it is. */
export interface Wanted {
	dependencies: Record<string, string>;
	devDependencies: Record<string, string>;
	/** By the path to where it belongs, such as `['pnpm', 'overrides']`. */
	overrides: { path: string[]; entries: Record<string, unknown> } | null;
}

/** Adds what is missing to a package.json, in the format it came in. */
export function editManifest(source: string, wanted: Wanted): Edit {
	const manifest = JSON.parse(source) as Manifest & Record<string, unknown>;
	const has = (name: string) =>
		manifest.dependencies?.[name] !== undefined || manifest.devDependencies?.[name] !== undefined;
	const before = JSON.stringify(manifest);

	for (const group of ['dependencies', 'devDependencies'] as const) {
		const missing = Object.entries(wanted[group]).filter(([name]) => !has(name));
		if (!missing.length) continue;
		const all = [...Object.entries(manifest[group] ?? {}), ...missing];
		// As package managers sort them.
		manifest[group] = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
	}
	if (wanted.overrides) add(manifest, wanted.overrides.path, wanted.overrides.entries);

	if (JSON.stringify(manifest) === before) return null;
	const indent = /^([ \t]+)"/m.exec(source)?.[1] ?? '\t';
	const end = /\r?\n$/.exec(source)?.[0] ?? '';
	const written = JSON.stringify(manifest, null, indent) + end;
	return { content: source.includes('\r\n') ? written.replace(/\r?\n/g, '\r\n') : written };
}

function add(object: Record<string, unknown>, path: string[], entries: Record<string, unknown>) {
	let place = object;
	for (const key of path) place = (place[key] ??= {}) as Record<string, unknown>;
	for (const [key, value] of Object.entries(entries)) {
		const there = place[key];
		if (there === undefined) place[key] = value;
		else if (isRecord(there) && isRecord(value)) add(place, [key], value);
	}
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;
