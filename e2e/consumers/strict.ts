import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { NO_ANY } from './finish.js';
import { recipe } from './recipe.js';
import type { Consumer } from './app.js';

/** What an app adds for {@link makeStrict}, and to use every entry of the package. */
export const STRICT_PACKAGES = ['@tsconfig/strictest@2', '@playwright/test@1'];

/** The strictest settings there are, and the declarations of packages are checked as well. */
export async function makeStrict(app: Consumer): Promise<void> {
	const settings = await app.read('tsconfig.json');
	const strict = settings
		.replace(/"extends": (".*?")/, '"extends": ["@tsconfig/strictest/tsconfig.json", $1]')
		.replace(/"skipLibCheck": true,\s*/, '')
		.replace('"compilerOptions": {', '"compilerOptions": {\n\t\t"skipLibCheck": false,');
	expect(strict).toMatch(/strictest[^]*"skipLibCheck": false/);
	await app.write('tsconfig.json', strict);
	await app.write(...(await recipe('troubleshooting', 'src/environment.d.ts')));
}

/** Passes on what may be missing to every component. */
const COMPONENTS = `<script lang="ts">
	import type { ComponentProps } from 'svelte';
	import {
		ChangePasswordForm, SessionList, SessionSync, SignedIn, SignedOut, SignInForm, SignOutButton, SignUpForm, UserMenu
	} from 'svelte-guardian/client';

	interface Props {
		text: string | undefined;
		flag: boolean | undefined;
		seconds: number | undefined;
		none: undefined;
		user: { id: string; email: string; name: string | null } | null;
		signIn: ComponentProps<typeof SignInForm>['data'];
		signUp: ComponentProps<typeof SignUpForm>['data'];
		change: ComponentProps<typeof ChangePasswordForm>['data'];
		sessions: ComponentProps<typeof SessionList>['sessions'];
	}
	let { text, flag, seconds, none, user, signIn, signUp, change, sessions }: Props = $props();
</script>

<SessionSync {user} interval={seconds} />
<SignInForm data={signIn} signUpUrl={text} labels={none} hints={none} texts={none} class={text} action={text} />
<SignUpForm data={signUp} labels={none} hints={none} texts={none} class={text} action={text} />
<ChangePasswordForm data={change} labels={none} texts={none} email="" class={text} />
<SessionList {sessions} locale={text} texts={none} confirmPage={text} item={none} class={text} />
<SignedIn>{text}</SignedIn>
<SignedOut>{text}</SignedOut>
<UserMenu {user} accountUrl={text} callbackUrl={text} texts={none} class={text} open={flag} />
<SignOutButton scope={none} sessionId={text} callbackUrl={text} redirect={flag} confirm={flag} class={text} disabled={flag} />
<SignOutButton child={none} successText={none} errorText={none} onSignedOut={none} onError={none}>{text}</SignOutButton>
`;

/** Uses every entry that has types, but those for the database that the app does not have. */
function entries(installed: Record<string, string>): string {
	const other = { './pg': '@prisma/adapter-pg', './libsql': '@prisma/adapter-libsql' };
	return Object.entries(manifest.exports)
		.filter(([path, entry]) => {
			const driver = other[path as keyof typeof other];
			return typeof entry !== 'string' && (!driver || driver in installed);
		})
		.map(([path], n) => `export * as entry${n} from 'svelte-guardian${path.slice(1)}';\n`)
		.join('');
}

/** What is not the app's own, nor the kit's. pnpm has packages in folders of their own. */
function isOthers(file: string): boolean {
	const [, name] = /.*\bnode_modules\/(.+)$/.exec(file) ?? [];
	return name ? !name.startsWith('svelte-guardian/') : file.startsWith('src/lib/paraglide/');
}

/** FR20, FR34: nothing in the app, and no declaration of the kit, has a type error under those settings. */
export async function checkStrictly(app: Consumer): Promise<void> {
	const { dependencies } = JSON.parse(await app.read('package.json'));
	const probes = {
		'src/entries.ts': entries(dependencies),
		'src/Strict.svelte': COMPONENTS,
		'src/lib/server/no-any.ts': NO_ANY
	};
	for (const [path, content] of Object.entries(probes)) await app.write(path, content);
	await app.mustRun(...app.runner, 'svelte-kit', 'sync');
	const { output } = await app.exec('svelte-check', '--output', 'machine');
	for (const path of Object.keys(probes)) await rm(join(app.root, path));

	// It has seen the declarations of packages: some of others are not made for these settings.
	const found = [...output.matchAll(/^\d+ (?:ERROR|WARNING) "([^"]+)" (.*)$/gm)];
	expect(output).toMatch(/^\d+ COMPLETED \d{3,} FILES/m);
	expect(found.map(([, file = '']) => file).filter(isOthers)).not.toEqual([]);
	const own = found.filter(([, file = '']) => !isOthers(file));
	expect(own.map(([, file, text]) => `${file} ${text}`)).toEqual([]);
}
