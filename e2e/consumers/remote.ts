import { expect } from 'vitest';
import type { Consumer } from './app.js';
import { atTop } from './below-base.js';
import { Visitor } from './visitor.js';

/** A page with the forms that `add remote` has written. */
const page = (lib: string) => `<script>
	import { signIn, signOut, signUp } from '${lib}/auth.remote.js';

	const { data } = $props();
</script>

<h1>{data.user?.email ?? 'nobody'}</h1>
<form {...signUp}>
	<input {...signUp.fields.email.as('email')} aria-label="Email" />
	<input {...signUp.fields._password.as('password')} aria-label="Password" />
	<button>Sign up</button>
</form>
<form {...signIn}>
	<input {...signIn.fields.email.as('email')} aria-label="Email" />
	<input {...signIn.fields._password.as('password')} aria-label="Password" />
	<button>Sign in</button>
</form>
<p role="alert">{signIn.result?.error ?? ''}</p>
<form {...signOut}><button>Sign out</button></form>
`;

/** Has `add` write the remote functions, and adds a page that uses them. */
export async function addRemote(app: Consumer, kit: 2 | 3): Promise<void> {
	const add = () => app.exec('svelte-guardian', 'add', 'remote', '--yes');
	const { code, output } = await add();
	expect(code, output).toBe(0);
	expect(output).not.toContain('By hand:');
	expect((await add()).output).toContain('Nothing to do');
	await app.write('src/routes/remote/+page.svelte', page(kit === 2 ? '$lib' : '#lib'));
}

/** Signs up, out and in by these forms, as a browser without JavaScript does. */
export async function remoteJourney(origin: string, address = atTop): Promise<void> {
	const path = address('/remote');
	const visitor = new Visitor(origin);
	const shown = async () => /<h1>(.*)<\/h1>/.exec((await visitor.open(path)).body)?.[1];
	const { email, password } = Visitor.newAccount();
	const account = { email, _password: password };
	expect((await visitor.submit(path, 'Sign up', account)).status).toBe(303);
	expect(await shown()).toBe(email);
	expect((await visitor.submit(path, 'Sign out')).status).toBe(303);
	expect(await shown()).toBe('nobody');

	const wrong = { ...account, _password: 'not this one' };
	const refused = await visitor.submit(path, 'Sign in', wrong);
	expect(refused.body).toMatch(/<p role="alert">[^<]+<\/p>/);
	expect(refused.body).not.toContain('not this one');
	expect((await visitor.submit(path, 'Sign in', account)).status).toBe(303);
	expect(await shown()).toBe(email);
}
