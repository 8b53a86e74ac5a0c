import { expect } from 'vitest';
import type { Consumer } from './app.js';
import { recipe } from './recipe.js';
import { Visitor } from './visitor.js';

/** What an app adds for {@link addParaglide}. */
export const PARAGLIDE_PACKAGES = ['@inlang/paraglide-js@2'];

const PLACES = `project: './project.inlang', outdir: './src/lib/paraglide', strategy: ['url', 'baseLocale']`;

const HOOKS = `import type { Reroute } from '@sveltejs/kit';
import { deLocalizeUrl } from '$lib/paraglide/runtime.js';

export const reroute: Reroute = ({ url }) => deLocalizeUrl(url).pathname;
`;

/** Sets up Paraglide in an app on SvelteKit 2, as `sv add paraglide` does, and follows “Pages in several languages”. */
export async function addParaglide(app: Consumer): Promise<void> {
	await app.write(
		'project.inlang/settings.json',
		'{ "baseLocale": "en", "locales": ["en", "de"] }'
	);
	const settings = await app.read('vite.config.ts');
	await app.write(
		'vite.config.ts',
		`import { paraglideVitePlugin } from '@inlang/paraglide-js';\n${settings}`
	);
	await app.replace(
		'vite.config.ts',
		'plugins: [',
		`plugins: [\n\t\tparaglideVitePlugin({ ${PLACES} }),`
	);
	await app.write('src/hooks.ts', HOOKS);
	const compile = ['compile', '--project', './project.inlang', '--outdir', './src/lib/paraglide'];
	await app.mustExec('paraglide-js', ...compile, '--strategy', 'url', 'baseLocale');

	for (const name of ['pages', 'in-language-of'])
		await app.write(...(await recipe('recipes', `src/lib/server/${name}.ts`)));
	const auth = 'src/lib/server/auth.ts';
	await app.replace(auth, '\tcookie:', '\tpages,\n\tcookie:');
	await app.write(auth, `import { pages } from './pages.js';\n${await app.read(auth)}`);
}

/** FR16: guard, sign-up, sign-in and sign-out lead to pages in the visitor's language. */
export async function paraglideJourney(origin: string): Promise<void> {
	for (const language of ['', '/de']) {
		const visitor = new Visitor(origin);
		const { email, password } = Visitor.newAccount();
		const account = `${language}/account`;
		const guarded = await visitor.open(account);
		expect(guarded.location).toBe(`${language}/signin?callbackUrl=${encodeURIComponent(account)}`);
		const created = await visitor.submit(`${language}/signup`, 'Create account', {
			email,
			password
		});
		expect(created.location).toBe(account);
		expect((await visitor.open(account)).body).toContain(email);
		const left = await visitor.submit(account, 'Sign out');
		expect(left.location).toBe(`${language}/`);
		// SvelteKit takes the slash away.
		const home = await visitor.open(language || '/');
		expect(home.body).toContain('Sign in');
		const back = await visitor.submit(guarded.location, 'Sign in', { email, password });
		expect(back.location).toBe(account);
	}
}
