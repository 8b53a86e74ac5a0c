import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { administer } from '../tools/administer.js';
import { readPostgresUrl } from '../../prisma/tools/postgres-url.js';
import type { Consumer } from './app.js';
import { atTop } from './below-base.js';
import { signOutJourney } from './journey.js';
import { migrate } from './migrate.js';
import { serve } from './serve.js';
import type { Supplies } from './supplies.js';

/** Has a type error where a member of `auth` is `any`, as with an import that this version of SvelteKit has not. */
export const NO_ANY = `import type { auth } from './auth.js';

type IsAny<T> = 0 extends 1 & T ? true : false;
type Loose = { [Key in keyof typeof auth]: IsAny<(typeof auth)[Key]> extends true ? Key : never }[keyof typeof auth];

export const none: [Loose] extends [never] ? true : Loose = true;
`;

/** The app has no type errors and can be built, and `auth` has a type throughout (FR34). */
export async function checkAndBuild(app: Consumer): Promise<void> {
	const probe = join(app.root, 'src/lib/server/no-any.ts');
	const isTypeScript = existsSync(join(app.root, 'tsconfig.json'));
	if (isTypeScript) await writeFile(probe, NO_ANY);
	const check = await app.run(app.manager, 'run', 'check', '--fail-on-warnings');
	expect(check.output).toMatch(/found 0 errors and 0 warnings|0 ERRORS 0 WARNINGS/);
	await rm(probe, { force: true });
	await build(app);
}

/** @throws when the app cannot be built */
export async function build(app: Consumer): Promise<void> {
	const build = await app.exec('vite', 'build');
	expect(build.code, build.output).toBe(0);
}

/**
 * The built app signs people out, on a database made from its own models.
 *
 * @param more what else is tried in it
 * @param address where its pages are
 */
export async function runJourney(
	app: Consumer,
	database: 'sqlite' | 'postgresql',
	supplies: Supplies,
	more: (origin: string) => Promise<void> = async () => {},
	address = atTop
): Promise<void> {
	const url =
		database === 'sqlite'
			? `file:${join(app.root, 'prisma/dev.db')}`
			: postgresDatabase(supplies.postgres!);
	await migrate(app, url, supplies);
	const running = await serve(app, url, 'start', address('/'));
	try {
		const journeys = signOutJourney(running.origin, supplies.browser, address);
		await journeys
			.then(() => more(running.origin))
			.catch((error: Error) => {
				throw new Error(`${error.message}\n\nThe app wrote:\n${running.log()}`, { cause: error });
			});
	} finally {
		await running.stop();
	}
}

/** A new name; migrating makes the database. */
function postgresDatabase(server: string): string {
	const name = `guardian_consumer_${randomBytes(8).toString('hex')}`;
	onTestFinished(() =>
		administer(server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`).then(() => undefined)
	);
	return readPostgresUrl(server).sibling(name);
}
