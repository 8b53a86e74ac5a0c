import { defineConfig } from 'prisma/config';

export default defineConfig({
	schema: 'prisma',
	migrations: { path: 'prisma/migrations' },
	datasource: { url: process.env.DATABASE_URL ?? 'file:./prisma/dev.db' }
});
