import { expect, test } from '../support/test.js';

// Any violation is an error in the console, which fails the test. The build with a base path has the policy.
for (const path of ['/', '/client', '/own', '/signin', '/signup', '/remote']) {
	test(
		`SE31: the components work under default-src 'self': ${path}`,
		{ tag: ['@javascript', '@gate'] },
		async ({ page, open, enter, servers }) => {
			if (!path.startsWith('/sign')) await enter(servers.base);
			const response = await open(`${servers.base.origin}/base${path}`);
			const policy = response?.headers()['content-security-policy'];
			expect(policy).toContain("default-src 'self'");
			expect(policy).toContain("frame-ancestors 'none'");
			expect(policy).not.toContain('unsafe-inline');
			await page.waitForLoadState('networkidle');
		}
	);
}

test(
	"SE31: signing out works under default-src 'self'",
	{ tag: '@gate' },
	async ({ page, open, enter, servers }) => {
		await enter(servers.base);
		await open(`${servers.base.origin}/base/other`);
		await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
		await expect(page.locator('#user')).toHaveText('nobody');
	}
);

// Any violation is an error in the console here as well.
for (const path of [
	...['/', '/signin', '/signup', '/signout', '/account', '/buttons', '/about'],
	...['/docs/getting-started', '/docs/write-a-feature', '/nowhere']
]) {
	const tag = path === '/account' ? '@javascript' : ['@javascript', '@gate'];
	test(
		`SE31: the demo has a strict policy, and works under it: ${path}`,
		{ tag },
		async ({ page, enter, servers, mayLog }) => {
			if (path === '/nowhere') mayLog(/404/);
			if (path === '/account' || path === '/buttons') await enter(servers.demo);
			const response = await page.goto(path);
			const header = response?.headers()['content-security-policy'];
			// A page that is a file has it in a tag of its own.
			const inPage = page.locator('meta[http-equiv="content-security-policy"]');
			const policy = header?.includes('default-src')
				? header
				: await inPage.getAttribute('content');
			expect(policy).toMatch(/default-src 'self'(;|$)/);
			expect(policy).toContain("object-src 'none'");
			expect(policy).not.toContain('unsafe-inline');
			await page.waitForLoadState('networkidle');
			expect(await page.locator('style, [onclick]').count()).toBe(0);
		}
	);
}
