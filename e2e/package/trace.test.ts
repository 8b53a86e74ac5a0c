import { join } from 'node:path';
import { nodeFileTrace } from '@vercel/nft';
import { expect, inject, test } from 'vitest';

const { folder } = inject('packed');

test.each([
	[
		'libsql',
		[/@prisma\/adapter-libsql\/dist\//, /@libsql\/client\/lib-cjs\/sqlite3\.js$/, /\.node$/]
	],
	['pg', [/@prisma\/adapter-pg\/dist\//, /node_modules\/pg\/lib\/client\.js$/]]
])(
	'FR17: a tracer of serverless adapters finds the driver of svelte-guardian/%s',
	async (entry, wanted) => {
		const { fileList } = await nodeFileTrace([join(folder, 'dist', `${entry}.js`)], { base: '/' });
		const files = [...fileList];
		for (const file of wanted)
			expect(
				files.some((name) => file.test(name)),
				String(file)
			).toBe(true);
	}
);
