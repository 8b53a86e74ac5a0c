import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where a process is: its working folder, and the script that it runs. */
export interface ProcessPlace {
	folder: string;
	script: string | undefined;
}

/** A relative path in a URL of SQLite, percent-encoded; the options behind it stay as they are. */
const RELATIVE = /^file:(?!\/|:memory:)([^?#]+)(.*)$/is;

/**
 * The URL of a SQLite file, with a path that counts from the project: the working folder where the file is there, otherwise the
 * next folder with a package.json, above the working folder or above the script. So a server that is started from another folder
 * opens the app's own file, and makes no empty one beside it.
 *
 * @param place where the process is; default: this process
 * @returns `missingPath`: the path of a file that is not there, and that SQLite would make
 *
 * @example
 * ```ts
 * projectFile('file:./prisma/dev.db').url; // 'file:///home/ada/app/prisma/dev.db'
 * ```
 */
export function projectFile(
	url: string,
	place: ProcessPlace = { folder: process.cwd(), script: process.argv[1] }
): { url: string; missingPath?: string } {
	const [, encoded = '', more = ''] = RELATIVE.exec(url) ?? [];
	const path = decoded(encoded);
	if (!path || isAbsolute(path)) return { url };
	const roots = [place.folder, rootAbove(place.folder), scriptRoot(place.script)];
	const paths = roots.flatMap((root) => (root === null ? [] : [resolve(root, path)]));
	const there = paths.find((each) => existsSync(each));
	const chosen = there ?? paths[1] ?? paths[0]!;
	return {
		url: pathToFileURL(chosen).href + more,
		...(there === undefined && { missingPath: chosen })
	};
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		// libsql refuses it, with a message.
		return '';
	}
}

/** The project that a script belongs to: `vite` and its like are in the `node_modules` of one. */
function scriptRoot(script: string | undefined): string | null {
	if (script === undefined || !existsSync(script)) return null;
	const [project = ''] = realpathSync(script).split(/[\\/]node_modules[\\/]/);
	return rootAbove(project);
}

function rootAbove(from: string): string | null {
	for (let folder = from; ; folder = dirname(folder)) {
		if (existsSync(join(folder, 'package.json'))) return folder;
		if (dirname(folder) === folder) return null;
	}
}
