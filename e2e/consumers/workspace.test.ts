import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { Client } from '../support/client.js';
import { createConsumer } from './app.js';
import { commandsIn } from './commands.js';
import { checkAndBuild } from './finish.js';
import { migrate } from './migrate.js';
import { serve } from './serve.js';

const PRISMA = '^7.10.0';
const MEMBERS = ['apps/*', 'packages/*'];

/** A package with the Prisma schema of all apps, as Prisma's own guide for workspaces has it. */
const DB = {
	'package.json': JSON.stringify({
		...{ name: '@acme/db', version: '0.0.0', private: true, type: 'module' },
		exports: { '.': './src/index.ts' },
		dependencies: { '@prisma/adapter-libsql': PRISMA, '@prisma/client': PRISMA },
		devDependencies: { prisma: PRISMA }
	}),
	'prisma.config.ts': `import { defineConfig } from 'prisma/config';

export default defineConfig({
	schema: 'prisma/schema.prisma',
	datasource: { url: process.env.DATABASE_URL ?? 'file:./dev.db' }
});
`,
	'prisma/schema.prisma': `generator client {
  provider = "prisma-client"
  output   = "../src/generated/prisma"
}

datasource db {
  provider = "sqlite"
}

model Post {
  id    Int    @id
  title String
}
`,
	'src/index.ts': `import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaClient } from './generated/prisma/client.js';

const url = process.env.DATABASE_URL ?? 'file:./dev.db';
export const prisma = new PrismaClient({ adapter: new PrismaLibSql({ url }) });
`
};

/** The root of a workspace, by package manager. */
const ROOTS = {
	pnpm: {
		'package.json': JSON.stringify({ name: 'acme', private: true }),
		'pnpm-workspace.yaml': `packages:
${MEMBERS.map((one) => `  - ${one}\n`).join('')}
allowBuilds:
  '@prisma/engines': false
  prisma: false
`
	},
	npm: { 'package.json': JSON.stringify({ name: 'acme', private: true, workspaces: MEMBERS }) }
};

async function writeAll(folder: string, files: Record<string, string>) {
	for (const [path, content] of Object.entries(files)) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), content);
	}
}

test.each(['pnpm', 'npm'] as const)(
	'FR36: an app in a workspace of %s uses the Prisma schema of a package, is built and signs up',
	async (manager) => {
		const supplies = inject('supplies');
		const app = await createConsumer({ kit: 2, manager, place: 'apps/web' }, supplies);
		onTestFinished(app.close);
		const db = join(app.folder, 'packages/db');
		await writeAll(app.folder, ROOTS[manager]);
		await writeAll(db, DB);
		const manifest = JSON.parse(await app.read('package.json'));
		const range = manager === 'pnpm' ? 'workspace:*' : '*';
		const dependencies = {
			...manifest.dependencies,
			...{ '@acme/db': range, 'svelte-guardian': `file:${supplies.tarball}` }
		};
		await app.write('package.json', JSON.stringify({ ...manifest, dependencies }, null, '\t'));
		const root = commandsIn(app.folder, app.env);
		await root.mustInstall(manager, 'install');

		const done = await app.exec('svelte-guardian', 'init', '--yes');
		expect(done.code, done.output).toBe(0);
		expect(done.output).not.toContain('By hand:');
		const again = await app.exec('svelte-guardian', 'init', '--yes');
		expect(again.output).toContain('Nothing to do');

		await checkAndBuild(app);
		const url = `file:${join(app.folder, 'test.db')}`;
		await migrate(app, url, supplies, db);
		const running = await serve(app, url);
		onTestFinished(running.stop);
		const { origin } = running;
		const client = new Client({ origin, port: Number(new URL(origin).port), databaseUrl: url });
		const proxied = { 'x-forwarded-proto': 'http' };
		const account = { email: 'ann@example.com', password: 'correct horse battery' };
		const signUp = await client.post('/signup?/signup', account, proxied);
		expect(signUp.status, `${signUp.body}\n${running.log()}`).toBe(303);
		const page = await client.get('/account', proxied);
		expect(page.body, running.log()).toContain(account.email);
		await client.post('/account?/signout', {}, proxied);
		expect((await client.get('/account', proxied)).status).toBe(303);
	}
);
