import { posix } from 'node:path';
import { diffOf } from './diff.js';
import type { Context, Plan } from './plan.js';

const PAGES = ['+page.svelte', '+page.ts', '+page.js', '+page.server.ts', '+page.server.js'];

/** How much of a difference is printed, in lines. */
const MAX_LINES = 200;

/** A route as a whole: half of it from here and half from the app would not fit. */
export function planRoute(plan: Plan, { app, templates }: Context, folder: string): void {
	const own = PAGES.map((name) => posix.join(folder, name)).filter((path) => app.find(path));
	const differing = own.filter((path) => app.read(path) !== templates.get(path));
	const wanted = [...templates].filter(([path]) => posix.dirname(path) === folder);
	if (differing.length) {
		if (own.some((path) => /svelte-guardian|server\/auth\b/.test(app.read(path)!))) return;
		const route = folder.replace('src/routes', '');
		const differences = wanted.map(([path, after]) =>
			diffOf({ path, before: app.read(path), after }, false)
		);
		const lines = differences.join('\n').split('\n');
		const rest = lines.length > MAX_LINES ? '\n…' : '';
		plan.advice.push({
			path: folder,
			text: `There is a page at ${route} already; it was not touched. The kit's differs from it like this:\n\n${lines.slice(0, MAX_LINES).join('\n')}${rest}`
		});
		return;
	}
	for (const [path, content] of wanted) if (!own.includes(path)) plan.add(path, null, { content });
}
