import { randomBytes } from 'node:crypto';
import {
	existsSync,
	lstatSync,
	readFileSync,
	readdirSync,
	realpathSync,
	rmSync,
	statSync
} from 'node:fs';
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { CliError } from './errors.js';

/** No file that the command reads is nearly as large, in bytes. */
const MAX_BYTES = 4 * 1024 * 1024;

const BOM = '\uFEFF';

/** Ends the name of a file that is not written to its end yet. */
const TEMPORARY = '.guardian-init';

/**
 * The text of a file of the app, without a byte order mark; `null` where there is no such file.
 *
 * @throws {CliError} for what is no file, such as a pipe, which would be waited for without end, and for a huge one
 */
export function readText(root: string, path: string): string | null {
	const file = join(root, path);
	if (!existsSync(file)) return null;
	const stats = statSync(file);
	if (!stats.isFile())
		throw new CliError(`${path} is no regular file. Move it away and run this again.`);
	if (stats.size > MAX_BYTES)
		throw new CliError(`${path} has more than 4 MiB, so it was not read.`);
	const text = readFileSync(file, 'utf8');
	return text.startsWith(BOM) ? text.slice(1) : text;
}

/**
 * Checks that a file may be written: that it is in the app's folder, or its workspace's, and that neither it nor a folder on the way is a symbolic
 * link, which may lead out of it.
 *
 * @param within the folder that it has to be in. Default: the app's
 * @throws {CliError} naming what is in the way; nothing was written
 */
export function assertWritable(root: string, path: string, within = root): void {
	const inside = relative(within, join(root, path));
	if (inside === '' || isAbsolute(inside) || inside.split(sep)[0] === '..')
		throw new CliError(
			`${path} is outside of the app's folder, where this writes nothing. Run it where that file is, or change it by hand.`
		);
	let place = within;
	for (const part of inside.split(sep)) {
		place = join(place, part);
		const stats = lstatSync(place, { throwIfNoEntry: false });
		// Below a file there is nothing: writing fails.
		if (!stats || stats.isFile()) return;
		if (stats.isSymbolicLink())
			throw new CliError(
				`${relative(root, place)} is a symbolic link to ${target(place)}, and this writes through none. ` +
					`Put a file or a folder in its place, or make the change by hand.`
			);
	}
}

function target(link: string): string {
	try {
		return realpathSync(link);
	} catch {
		return 'something that is not there';
	}
}

/**
 * Writes a file as a whole: at any moment it has its old content or its new one. A byte order mark and the permissions of the
 * old one stay.
 *
 * @throws {CliError} as {@link assertWritable}
 */
export async function writeText(
	root: string,
	path: string,
	text: string,
	within = root
): Promise<void> {
	assertWritable(root, path, within);
	const file = join(root, path);
	const before = existsSync(file) ? statSync(file) : undefined;
	const mark = before && readFileSync(file, 'utf8').startsWith(BOM) ? BOM : '';
	await mkdir(dirname(file), { recursive: true });
	removeLeftOvers(file);
	// Beside the file: only within one file system does a rename replace it at once.
	const name = `.${basename(file)}.${randomBytes(6).toString('hex')}${TEMPORARY}`;
	const temporary = join(dirname(file), name);
	try {
		const handle = await open(temporary, 'wx', before?.mode ?? 0o666);
		try {
			await handle.writeFile(mark + text);
			await handle.sync();
		} finally {
			await handle.close();
		}
		if (before) await chmod(temporary, before.mode);
		await rename(temporary, file);
	} catch (error) {
		await rm(temporary, { force: true });
		throw error;
	}
}

/** What a run that was killed has left beside this file. */
function removeLeftOvers(file: string): void {
	for (const name of readdirSync(dirname(file)))
		if (name.startsWith(`.${basename(file)}.`) && name.endsWith(TEMPORARY))
			rmSync(join(dirname(file), name), { force: true });
}
