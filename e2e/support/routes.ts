import type { BrowserContext } from '@playwright/test';

/**
 * Has a context's pages answer no request by the test any longer. To be called before they close: what a test does with a
 * request then fails, and Playwright blames no test for it but the whole run.
 */
export async function endRoutes(context: BrowserContext): Promise<void> {
	const routed = [context, ...context.pages()];
	await Promise.all(routed.map((owner) => owner.unrouteAll({ behavior: 'ignoreErrors' })));
}
