import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Recipe } from '../recipe.js';
import { createApp, run, YES } from './command.test.support.js';

/** As a feature that somebody else has written would have it: that of “Write a feature”. */
const audit: Recipe = {
	name: 'audit',
	summary: 'who signed in and out',
	feature: { imports: ['audit'], from: '$lib/audit', call: 'audit({ maxLength: 100 })' },
	models: `/// A line of the trail.
model AuditEntry {
	id        String   @id @default(cuid())
	userId    String
	user      User     @relation(fields: [userId], references: [id], onDelete: Cascade)
	kind      String
	text      String
	createdAt DateTime @default(now())

	@@index([userId])
}
`,
	fields: { User: ['auditEntries AuditEntry[]'] },
	dependencies: { 'left-pad': '^1.3.0' },
	env: [{ name: 'AUDIT_URL', value: 'https://example.com', comment: 'Where it goes.' }],
	next: ['Show it at /account.']
};

const add = (root: string, ...args: string[]) => run(root, ['add', ...args], undefined, [audit]);
const ADD = ['audit', '--yes', '--no-install'];

const appWithKit = async (files?: Record<string, string | undefined>) => {
	const app = createApp(files);
	await run(app.root, YES);
	return app;
};

describe('NC26: add', () => {
	test('brings a feature into an app, and a second time does nothing', async () => {
		const app = await appWithKit();
		const { said, code } = await add(app.root, ...ADD);
		expect(code, said).toBe(0);

		expect(app.read('prisma/audit.prisma')).toBe(audit.models);
		expect(app.read('prisma/guardian.prisma')).toContain('\tauditEntries AuditEntry[]\n}');
		expect(app.read('package.json')).toContain('"left-pad": "^1.3.0"');
		expect(app.read('.env.example')).toContain('# Where it goes.\nAUDIT_URL=https://example.com\n');
		expect(app.read('src/lib/server/auth.ts')).toContain("import { audit } from '$lib/audit';");
		expect(app.read('src/lib/server/auth.ts')).toContain(
			'\tfeatures: [audit({ maxLength: 100 })]\n});'
		);
		expect(said).toMatch(
			/\n {2}npx prisma generate\n {2}npx prisma migrate dev --name guardian_audit\n/
		);
		expect(said).toContain('Show it at /account.');

		const after = app.all();
		const again = await add(app.root, ...ADD);
		expect(again.said).toMatch(/Nothing to do: audit is set up here\.\n$/);
		expect(app.all()).toEqual(after);
	});

	test('--dry-run shows each change, and makes none', async () => {
		const app = await appWithKit();
		const before = app.all();
		const { said } = await add(app.root, 'audit', '--dry-run');
		for (const line of ['+model AuditEntry {', '+\tauditEntries AuditEntry[]', '+\tfeatures: ['])
			expect(said).toContain(line);
		expect(app.all()).toEqual(before);
	});

	test('asks before each change', async () => {
		const app = await appWithKit();
		const { said } = await run(
			app.root,
			['add', 'audit', '--no-install'],
			[
				['Create them?', '\r'],
				['Change package.json?', '\r'],
				['Change prisma/guardian.prisma?', '\u001B[B\r'],
				['Change src/lib/server/auth.ts?', '\r'],
				['Change .env.example?', '\r']
			],
			[audit]
		);
		expect(said).toContain('Not changed, as you wished:\n  prisma/guardian.prisma');
		expect(app.read('prisma/guardian.prisma')).not.toContain('auditEntries');
		expect(app.read('src/lib/server/auth.ts')).toContain('audit(');
	});

	test('a schema in one file stays as it is around what is added', async () => {
		const own = `// Ours.\ngenerator client {\n  provider = "prisma-client"\n  output = "../src/db"\n}\n\ndatasource db {\n  provider = "sqlite"\n}\n\n${readFileSync('prisma/guardian.prisma', 'utf8')}\nmodel Post { // ours, too\n  id Int @id\n}\n`;
		const app = await appWithKit({ 'prisma/schema.prisma': own });
		await add(app.root, ...ADD);
		const relation = '\tauditEntries AuditEntry[]\n';
		const text = app.read('prisma/schema.prisma');
		expect(text).toContain(relation);
		expect(text).toBe(
			`${own.replace('sessions     Session[]\n', `sessions     Session[]\n${relation}`)}\n${audit.models}`
		);
	});

	test.each([
		[
			'the model is there with other columns',
			'model AuditEntry {\n\tid Int @id\n}\n',
			/AuditEntry is there already and was not touched. It lacks userId, user, kind, text, createdAt/
		]
	])('%s: it is said, and the rest is done', async (_, schema, words) => {
		const app = await appWithKit();
		app.write('prisma/own.prisma', schema);
		const { said } = await add(app.root, ...ADD);
		expect(said).toMatch(words);
		expect(app.read('prisma/own.prisma')).toBe(schema);
		expect(app.has('prisma/audit.prisma')).toBe(false);
		expect(app.read('src/lib/server/auth.ts')).toContain('audit(');
	});

	test.each([
		['without the kit', createApp, 'Do that first: npx svelte-guardian init'],
		[
			'with another auth',
			() => createApp({ 'src/lib/server/auth.ts': 'export const auth = 1;' }),
			'not set up here'
		]
	])('nothing is begun in an app %s', async (_, make, words) => {
		const app = make();
		const before = app.all();
		const { said, code } = await add(app.root, ...ADD);
		expect(said).toContain(words);
		expect(code).toBe(2);
		expect(app.all()).toEqual(before);
	});

	test('an unknown name is refused, with those that there are', async () => {
		const app = createApp();
		const { said, code } = await add(app.root, 'audti');
		expect(said).toContain('There is nothing to add with the name audti. There are: audit');
		expect(code).toBe(2);
	});

	test('--help lists what can be added', async () => {
		const { said } = await run(createApp().root, ['--help']);
		expect(said).toMatch(/^ {2}remote +remote functions/m);
	});
});

describe('NC27: add remote', () => {
	test.each([
		[
			'SvelteKit 2',
			{ 'svelte.config.js': 'export default {\n\tkit: {\n\t\tadapter: adapter()\n\t}\n};\n' },
			'svelte.config.js',
			"'$lib/server/auth.js'"
		],
		[
			'SvelteKit 3',
			{
				'package.json': '{ "devDependencies": { "@sveltejs/kit": "^3.0.0" } }',
				'vite.config.ts': 'export default { plugins: [sveltekit({ adapter: adapter() })] };\n'
			},
			'vite.config.ts',
			"'./server/auth.js'"
		]
	])('%s: writes the functions and switches them on', async (_, files, config, auth) => {
		const app = await appWithKit(files);
		const { code, said } = await run(app.root, ['add', 'remote', '--yes', '--no-install']);
		expect(code, said).toBe(0);
		expect(app.read(config)).toContain('experimental: { remoteFunctions: true },');
		expect(app.read('src/lib/auth.remote.ts')).toContain(`from ${auth};`);
		expect((await run(app.root, ['add', 'remote', '--yes', '--no-install'])).said).toContain(
			'Nothing to do'
		);
	});

	test('JavaScript', async () => {
		const app = await appWithKit({ 'tsconfig.json': undefined, 'jsconfig.json': '{}' });
		await run(app.root, ['add', 'remote', '--yes', '--no-install']);
		expect(app.has('src/lib/auth.remote.js')).toBe(true);
		expect(app.has('src/lib/auth.remote.ts')).toBe(false);
	});
});

describe('NC30: add email', () => {
	const ADD_EMAIL = ['add', 'email', '--yes', '--no-install'];

	test.each([
		['TypeScript', {}, 'ts'],
		['JavaScript', { 'tsconfig.json': undefined, 'jsconfig.json': '{}' }, 'js']
	])('brings the feature, its models and a page for each link: %s', async (_, files, language) => {
		const app = await appWithKit(files);
		const { code, said } = await run(app.root, ADD_EMAIL);
		expect(code, said).toBe(0);
		expect(said).not.toContain('By hand:');

		const auth = app.read(`src/lib/server/auth.${language}`);
		expect(auth).toContain("import { email, smtp, toFolder } from 'svelte-guardian/email';");
		expect(auth).toContain('\tfeatures: [email({\n\t\t// In dev');
		expect(app.read('package.json')).toContain('"nodemailer"');
		expect(app.read('prisma/email.prisma')).toContain('model OutboxMessage {');
		for (const page of [
			...['forgot-password', 'reset-password', 'verify-email', 'undo-email-change', 'email']
		]) {
			const text = app.read(`src/routes/${page}/+page.svelte`);
			expect(text, page).toContain("import '../guardian.css';");
			expect(app.read(`src/routes/${page}/+page.server.${language}`)).toContain('$lib/server/auth');
		}
		expect(said).toContain('npx prisma migrate dev --name guardian_email');
		expect(app.read('src/routes/signin/+page.svelte')).toContain("resolve('/forgot-password')");
		expect(app.read('src/routes/signin/+page.svelte')).toContain("'password-reset'");
		expect(app.read('src/routes/account/+page.svelte')).toContain("resolve('/email')");
		expect(app.read(`src/routes/account/+page.server.${language}`)).toContain('needsVerification');
		expect(app.read('.gitignore')).toMatch(/^\.mails$/m);
		expect(said).not.toContain('Link to');
		expect((await run(app.root, ADD_EMAIL)).said).toContain('Nothing to do');
	});

	test('pages that were changed stay, and what to change in them is said', async () => {
		const app = await appWithKit();
		const pages = ['signin', 'account'].map((name) => `src/routes/${name}/+page.svelte`);
		const own = pages.map((path) => app.read(path).replace('<h1>', '<h1>My '));
		for (const [index, path] of pages.entries()) app.write(path, own[index]!);
		const { said } = await run(app.root, ADD_EMAIL);
		expect(pages.map(app.read)).toEqual(own);
		expect(said).toContain('Link to /forgot-password from your sign-in page');
		expect(said).toContain('Link to /email');
	});

	test('a page is not replaced beside code that was changed, nor the other way round', async () => {
		const app = await appWithKit();
		const files = ['+page.svelte', '+page.server.ts'].map((name) => `src/routes/account/${name}`);
		const before = files.map(app.read);
		app.write(files[1]!, `${before[1]}\nexport const prerender = false;\n`);
		const { said } = await run(app.root, ADD_EMAIL);
		expect(app.read(files[0]!)).toBe(before[0]);
		expect(app.read(files[1]!)).toContain('prerender');
		expect(said).toContain('Link to /email');
	});

	test('pages that a formatter has changed are still those of init', async () => {
		const app = await appWithKit();
		const path = 'src/routes/signin/+page.svelte';
		app.write(path, app.read(path).replaceAll('\t', '  ').replaceAll("'", '"'));
		await run(app.root, ADD_EMAIL);
		expect(app.read(path)).toContain('/forgot-password');
	});

	test('without guardian.css, pages import the styles of the package', async () => {
		const app = await appWithKit();
		rmSync(join(app.root, 'src/routes/guardian.css'));
		await run(app.root, ADD_EMAIL);
		expect(app.read('src/routes/email/+page.svelte')).toContain("'svelte-guardian/styles.css'");
	});

	test.each([
		['my-shop', 'My shop'],
		['@acme/blue_kettle', 'Blue kettle'],
		["a'b$(c)", 'A b c']
	])('mails come from the app by its name: %s', async (name, title) => {
		const manifest = { name, devDependencies: { '@sveltejs/kit': '^2.63.0' } };
		const app = await appWithKit({ 'package.json': JSON.stringify(manifest) });
		await run(app.root, ADD_EMAIL);
		expect(app.read('src/lib/server/auth.ts')).toContain(`?? '${title} <no-reply@example.com>'`);
		expect(app.read('.env.example')).toContain(`MAIL_FROM="${title} <no-reply@example.com>"`);
	});

	test('an app from before there were tokens gets their model, and the column', async () => {
		const app = await appWithKit();
		const models = app.read('prisma/guardian.prisma');
		const older = models
			.replace(/model OneTimeToken \{[^]*?^\}\n/m, '')
			.replace(/^\s*emailVerifiedAt.*\n/m, '');
		expect(older).not.toContain('OneTimeToken {');
		app.write('prisma/guardian.prisma', older);
		await run(app.root, ADD_EMAIL);
		expect(app.read('prisma/email.prisma')).toMatch(/\/\/\/ .*\nmodel OneTimeToken \{/);
		expect(app.read('prisma/guardian.prisma')).toMatch(/^\temailVerifiedAt DateTime\?$/m);
	});
});
