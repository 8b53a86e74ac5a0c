import { randomBytes } from 'node:crypto';

/** What a page answered. Redirects are not followed. */
export interface Answered {
	status: number;
	location: string;
	body: string;
}

/** A browser without JavaScript: it keeps cookies, and sends the forms of pages. */
export class Visitor {
	readonly #cookies = new Map<string, string>();
	readonly #origin: string;

	constructor(origin: string) {
		this.#origin = origin;
	}

	/** An account that nobody has yet. */
	static newAccount() {
		const [email, password] = [randomBytes(6).toString('hex'), randomBytes(12)];
		return { email: `ann-${email}@example.com`, password: password.toString('base64url') };
	}

	/** Opens an address of the app. */
	open(path: string): Promise<Answered> {
		return this.#send(path);
	}

	/**
	 * Opens a page and sends its form.
	 *
	 * @param button what its button says
	 * @throws when there is no such form
	 */
	async submit(
		path: string,
		button: string,
		fields: Record<string, string> = {}
	): Promise<Answered> {
		const { body: page } = await this.open(path);
		const form = [...page.matchAll(/<form[^>]*>[^]*?<\/form>/g)]
			.map(([text]) => text)
			// Svelte's own comments stand around the label of a component.
			.find((text) => text.replace(/<!--[^]*?-->/g, '').includes(`>${button}</button>`));
		const action = /^<form[^>]* action="([^"]*)"/.exec(form ?? '')?.[1];
		if (!form || action === undefined) throw new Error(`${path} has no form "${button}":\n${page}`);
		const body = new FormData();
		for (const [, name = '', value = ''] of form.matchAll(
			/<input type="hidden" name="([^"]*)" value="([^"]*)"/g
		))
			body.set(name, value);
		// In forms of remote functions SvelteKit 3 puts the id of the form behind the name.
		const nameOf = (field: string) =>
			new RegExp(` name="(${field}(?:/[^"]*)?)"`).exec(form)?.[1] ?? field;
		for (const [field, value] of Object.entries(fields)) body.set(nameOf(field), value);
		const address = new URL(action.replaceAll('&amp;', '&'), this.#origin + path);
		return this.#send(address.pathname + address.search, { method: 'POST', body });
	}

	async #send(path: string, init: RequestInit = {}): Promise<Answered> {
		const answer = await fetch(new URL(path, this.#origin), {
			...init,
			redirect: 'manual',
			headers: {
				origin: this.#origin,
				// Otherwise SvelteKit takes it for a request of a script.
				accept: 'text/html',
				'x-forwarded-proto': 'http',
				cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; ')
			}
		});
		for (const cookie of answer.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie)!;
			if (value && !/max-age=0/i.test(cookie)) this.#cookies.set(name, value);
			else this.#cookies.delete(name);
		}
		const location = answer.headers.get('location') ?? '';
		return { status: answer.status, location, body: await answer.text() };
	}
}
