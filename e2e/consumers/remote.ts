import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { Consumer } from './app.js';

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
export async function remoteJourney(origin: string): Promise<void> {
	const cookies = new Map<string, string>();
	const send = async (path: string, init: RequestInit = {}) => {
		const answer = await fetch(new URL(path, origin), {
			...init,
			redirect: 'manual',
			headers: {
				origin,
				// Otherwise SvelteKit takes it for a request of a script.
				accept: 'text/html',
				'x-forwarded-proto': 'http',
				cookie: [...cookies].map((pair) => pair.join('=')).join('; ')
			}
		});
		for (const cookie of answer.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie)!;
			if (value && !/max-age=0/i.test(cookie)) cookies.set(name, value);
			else cookies.delete(name);
		}
		return { status: answer.status, body: await answer.text() };
	};
	const open = async () => (await send('/remote')).body;
	const submit = async (button: string, fields: Record<string, string> = {}) => {
		const forms = [...(await open()).matchAll(/<form[^>]* action="([^"]*)"[^]*?<\/form>/g)];
		const action = forms.find(([form]) => form.includes(`<button>${button}</button>`))?.[1];
		const body = new FormData();
		for (const [name, value] of Object.entries(fields)) body.set(name, value);
		return send(new URL(action!.replaceAll('&amp;', '&'), `${origin}/remote`).href, {
			method: 'POST',
			body
		});
	};

	const email = `ann-${randomBytes(6).toString('hex')}@example.com`;
	const account = { email, _password: randomBytes(12).toString('base64url') };
	expect((await submit('Sign up', account)).status).toBe(303);
	expect(await open()).toContain(`<h1>${email}</h1>`);
	expect((await submit('Sign out')).status).toBe(303);
	expect(await open()).toContain('<h1>nobody</h1>');

	const refused = await submit('Sign in', { ...account, _password: 'not this one' });
	expect(refused.body).toMatch(/<p role="alert">[^<]+<\/p>/);
	expect(refused.body).not.toContain('not this one');
	expect((await submit('Sign in', account)).status).toBe(303);
	expect(await open()).toContain(`<h1>${email}</h1>`);
}
