import { join } from 'node:path';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { OWN_IMPORTS } from '../../../src/own-imports.js';

const repository = join(import.meta.dirname, '../../..');
const alias = Object.entries(OWN_IMPORTS).map(([name, file]) => ({
	find: new RegExp(`^${name}$`),
	replacement: join(repository, file)
}));

export default defineConfig({ plugins: [sveltekit()], resolve: { alias } });
