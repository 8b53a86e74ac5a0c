import { join } from 'node:path';
import adapter from '@sveltejs/adapter-node';

// One app, built once for each of those who are measured (see src/hooks.server.js).
const library = process.env.CONTENDER ?? 'guardian';

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter({ out: `build/${library}`, precompress: false }),
		outDir: `.svelte-kit/${library}`,
		alias: {
			$library: join('src', 'libraries', `${library}.js`)
		}
	}
};
