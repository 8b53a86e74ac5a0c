import type { Browser, BrowserContext } from '@playwright/test';
import { endRoutes } from './routes.js';

/** The types of console messages that are complaints. */
const TYPES: readonly string[] = ['error', 'warning', 'assert'];

/**
 * Collects what pages complain about: errors and warnings in the console, those of hydration included, and errors that
 * no script caught.
 *
 * @example
 * const complaints = new Complaints();
 * complaints.listen(browser);
 * // … later
 * expect(complaints.take()).toEqual([]);
 */
export class Complaints {
	#collected: string[] = [];
	readonly #browsers = new Set<Browser>();

	/** Collects from every page of every context that this browser opens from now on. */
	listen(browser: Browser): void {
		this.#browsers.add(browser);
		browser.on('context', (context) => this.#listenTo(context));
	}

	/** Closes every page of the browsers it listens to. */
	async closePages(): Promise<void> {
		const contexts = [...this.#browsers].flatMap((browser) => browser.contexts());
		await Promise.all(contexts.map(endRoutes));
		await Promise.all(contexts.flatMap((context) => context.pages()).map((page) => page.close()));
	}

	#listenTo(context: BrowserContext): void {
		context.on('console', (message) => {
			if (!TYPES.includes(message.type())) return;
			const { url } = message.location();
			const from = url && url !== message.page()?.url() ? ` (from ${url})` : '';
			this.#add(message.page()?.url(), `console ${message.type()}: ${message.text()}${from}`);
		});
		context.on('weberror', (webError) => {
			this.#add(webError.page()?.url(), `uncaught ${webError.error()}`);
		});
	}

	#add(page: string | undefined, what: string): void {
		this.#collected.push(`${page ?? 'a closed page'}: ${what}`);
	}

	/**
	 * Answers the complaints since the last call, one line each, and forgets them.
	 *
	 * @param allowed patterns of complaints to leave out
	 */
	take(allowed: readonly RegExp[] = []): string[] {
		const taken = this.#collected.filter((line) => !allowed.some((pattern) => pattern.test(line)));
		this.#collected = [];
		return taken;
	}
}
