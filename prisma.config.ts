import { defineConfig } from 'prisma/config';
import { migrationsFolder, schemaFolder } from './prisma/migrations.js';
import { providerOf } from './prisma/provider.js';
import { databaseUrl } from './prisma/url.js';

const url = databaseUrl();
const provider = providerOf(url);

export default defineConfig({
	schema: schemaFolder(provider),
	migrations: { path: migrationsFolder(provider) },
	datasource: { url }
});
