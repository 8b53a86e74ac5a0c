import { spawnSync } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createApp, run, YES } from './command.test.support.js';

const SECRET = /^GUARDIAN_SECRET=([\w-]{86})$/m;

describe('NC28: init', () => {
	test('makes a secret, uses it, keeps it out of the repository and out of what it prints', async () => {
		const app = createApp();
		const { said } = await run(app.root, YES);
		const secret = SECRET.exec(app.read('.env'))![1]!;
		expect(app.read('src/lib/server/auth.ts')).toContain(
			'\tsecret: process.env.GUARDIAN_SECRET,\n'
		);
		expect(app.read('.gitignore')).toMatch(/^\.env$/m);
		expect(app.read('.env.example')).toMatch(/^GUARDIAN_SECRET=$/m);
		expect(said).not.toContain(secret);

		const other = createApp();
		await run(other.root, YES);
		expect(SECRET.exec(other.read('.env'))![1]).not.toBe(secret);
	});

	test('adds it to a .env, of which it prints no value', async () => {
		const app = createApp({ '.env': 'DATABASE_URL="postgresql://u:pa55@h/d"\r\n' });
		const { said } = await run(app.root, YES);
		expect(app.read('.env')).toMatch(
			/^DATABASE_URL="postgresql:\/\/u:pa55@h\/d"\r\n# .*\r\nGUARDIAN_SECRET=.+\r\n$/
		);
		expect(said).toContain('+GUARDIAN_SECRET=…');
		expect(said).toContain(' DATABASE_URL=…');
		expect(said).not.toContain('pa55');
	});

	test('leaves one that is set, and an auth that does without', async () => {
		const set = createApp({ '.env': 'GUARDIAN_SECRET=mine\n' });
		await run(set.root, YES);
		expect(set.read('.env')).toBe('GUARDIAN_SECRET=mine\n');

		const without = createApp({
			'src/lib/server/auth.ts': "import { guardianAuth } from 'svelte-guardian';\n"
		});
		await run(without.root, YES);
		expect(without.has('.env')).toBe(false);
	});

	test('writes none to a .env that is in git, and says what to do', async () => {
		const app = createApp({ '.env': 'DATABASE_URL="file:./prisma/dev.db"\n' });
		for (const args of [
			['init', '-q'],
			['add', '.env']
		])
			expect(spawnSync('git', args, { cwd: app.root }).status).toBe(0);
		const { said } = await run(app.root, YES);
		expect(app.read('.env')).not.toContain('GUARDIAN_SECRET');
		expect(app.read('.gitignore')).not.toMatch(/^\.env$/m);
		expect(app.read('.env.example')).toMatch(/^GUARDIAN_SECRET=$/m);
		expect(said).toContain('It is in git, so no secret was written to it.');
	});

	test('makes one where the auth reads it and there is none, as after a clone', async () => {
		const app = createApp();
		await run(app.root, YES);
		rmSync(join(app.root, '.env'));
		await run(app.root, YES);
		expect(app.read('.env')).toMatch(SECRET);
	});

	test.each(['.env', '/.env', '.env*'])('leaves a .gitignore that has %s', async (pattern) => {
		const app = createApp({ '.gitignore': `${pattern}\n` });
		await run(app.root, YES);
		expect(app.read('.gitignore').match(/\.env/g)).toHaveLength(1);
	});

	test('leaves one where the repository ignores it further up', async () => {
		const app = createApp({ '.git/info/exclude': '' });
		spawnSync('git', ['init', '-q'], { cwd: app.root });
		writeFileSync(join(app.root, '.git/info/exclude'), '.env\n');
		await run(app.root, YES);
		expect(app.read('.gitignore')).not.toContain('.env');
	});

	test('does not write through a link: it says what to add', async () => {
		const shared = createApp({ '.env': 'A=1\n' });
		const app = createApp();
		symlinkSync(join(shared.root, '.env'), join(app.root, '.env'));
		const { said, code } = await run(app.root, YES);
		expect(code, said).toBe(0);
		expect(said).toContain('By hand: .env');
		expect(shared.read('.env')).toBe('A=1\n');
	});
});
