import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';

const { folder } = inject('packed');

const FILES = {
	'package.json':
		'{\n\t"name": "app",\n\t"devDependencies": {\n\t\t"@sveltejs/kit": "^2.63.0"\n\t}\n}\n',
	'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }',
	'tsconfig.json': '{}',
	'src/app.html': '',
	'src/hooks.server.ts': 'export const handle = ({ event, resolve }) => resolve(event);\n',
	'src/routes/+layout.svelte':
		'<script lang="ts">\n\tlet { children } = $props();\n</script>\n\n{@render children()}\n'
};

async function createApp() {
	const root = await mkdtemp(join(tmpdir(), 'guardian-killed-'));
	onTestFinished(() => rm(root, { recursive: true }));
	for (const [path, content] of Object.entries(FILES)) {
		await mkdir(dirname(join(root, path)), { recursive: true });
		await writeFile(join(root, path), content);
	}
	return root;
}

/** Runs the command of the package, and kills it once it has said so many files. */
async function init(root: string, killAfter = Infinity) {
	const args = [join(folder, 'dist/cli/bin.js'), 'init', '--yes', '--no-install'];
	const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
	let said = '';
	child.stdout.on('data', (chunk: Buffer) => {
		said += chunk.toString();
		const written = said.match(/^(created|changed) {2}/gm)?.length ?? 0;
		if (written >= killAfter) child.kill('SIGKILL');
	});
	await once(child, 'close');
	return said;
}

async function contentOf(root: string): Promise<Record<string, string>> {
	const paths = await readdir(root, { recursive: true, withFileTypes: true });
	const files = paths.filter((entry) => entry.isFile());
	const entries = files.map(async (entry): Promise<[string, string]> => {
		const file = join(entry.parentPath, entry.name);
		const text = await readFile(file, 'utf8');
		// Each app has another.
		return [file.slice(root.length + 1), text.replace(/(?<=SECRET=)[\w-]{86}$/m, 'secret')];
	});
	return Object.fromEntries(await Promise.all(entries));
}

test.each([1, 2, 4, 8, 12])(
	'SE26: killed after %i files, init has left each file whole, and the next run finishes',
	async (killAfter) => {
		const [reference, root] = [await createApp(), await createApp()];
		await init(reference);
		const whole = await contentOf(reference);
		expect(Object.keys(whole).length).toBeGreaterThan(12);

		await init(root, killAfter);
		for (const [path, content] of Object.entries(await contentOf(root))) {
			if (path.endsWith('.guardian-init')) continue;
			expect([FILES[path as keyof typeof FILES], whole[path]], path).toContain(content);
		}
		await init(root);
		const after = await contentOf(root);
		expect(after).toEqual(whole);
		expect(await init(root)).toContain('Nothing to do');
	}
);
