import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The two commands with which the README installs a checkout. */
export interface FromCheckout {
	/** Makes the tarball, in the checkout. */
	pack: string[];
	/** Installs it, in an app. */
	install(tarball: string): string[];
}

/**
 * Reads them out of the README.
 *
 * @throws when they are not there
 */
export async function fromCheckout(): Promise<FromCheckout> {
	const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8');
	const pack = /^npm ci && (npm pack)\s+# in the checkout$/m.exec(readme)?.[1];
	const install = /^(npm install) (\S+\.tgz)\s+# in your app$/m.exec(readme);
	if (!pack || !install) throw new Error('The README does not say how to install a checkout.');
	return { pack: pack.split(' '), install: (tarball) => [...install[1]!.split(' '), tarball] };
}
