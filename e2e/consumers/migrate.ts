import { join } from 'node:path';
import { diff } from '../../prisma/tools/diff.js';
import { deploy } from '../../prisma/tools/deploy.js';
import { writeMigration } from '../../prisma/tools/migrations.js';
import { providerOf } from '../../prisma/tools/provider.js';
import type { Consumer } from './app.js';
import type { Supplies } from './supplies.js';

/**
 * What `prisma migrate dev --name guardian` does in an app: makes a migration of its models, and applies it. Where the
 * engine of that command cannot be downloaded, the same engine's WebAssembly does it.
 *
 * @param folder the package that has the models. Default: the app
 * @throws when the models make no migration, or it cannot be applied
 */
export async function migrate(
	app: Consumer,
	url: string,
	{ reachesPrisma }: Supplies,
	folder = app.root
): Promise<void> {
	if (reachesPrisma && folder === app.root) {
		app.env.DATABASE_URL = url;
		await app.mustExec('prisma', 'migrate', 'dev', '--name', 'guardian');
		return;
	}
	const models = join(folder, 'prisma');
	const migrations = join(models, 'migrations');
	const sql = await diff(url, { migrations, models });
	if (!sql) throw new Error('The models of the app make no table.');
	await writeMigration(migrations, providerOf(url), 'guardian', sql);
	await deploy(url, { migrations, log: () => {} });
}
