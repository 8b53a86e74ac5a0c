import { defineConfig } from 'prisma/config';
import { migrationsFolder, schemaFolder } from './prisma/tools/migrations.js';
import { providerOf } from './prisma/tools/provider.js';
import { databaseUrl } from './prisma/tools/url.js';

const url = databaseUrl();
const provider = providerOf(url);

export default defineConfig({
	schema: schemaFolder(provider),
	migrations: { path: migrationsFolder(provider) },
	datasource: { url }
});
