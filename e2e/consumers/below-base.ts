import type { Consumer } from './app.js';

const BASE = '/base';

/** The path of a page as the browser shows it. */
export type Address = (path: string) => string;

/** Of an app at the top of its origin. */
export const atTop: Address = (path) => path;

/** FR15: puts the app below a base path, where every path ends with a slash. */
export async function moveBelowBase(app: Consumer): Promise<Address> {
	const [settings = ''] = await app.find('vite.config.ts', 'vite.config.js');
	await app.replace(
		settings,
		'adapter: adapter()',
		`adapter: adapter(), paths: { base: '${BASE}' }`
	);
	const [layout = ''] = await app.find(
		'src/routes/+layout.server.ts',
		'src/routes/+layout.server.js'
	);
	await app.write(layout, `${await app.read(layout)}\nexport const trailingSlash = 'always';\n`);
	return (path) => `${BASE}${path.replace(/\/?$/, '/')}`;
}
