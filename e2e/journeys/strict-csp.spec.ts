import { expect, test } from '../support/test.js';

// Any violation is an error in the console, which fails the test. The build with a base path has the policy.
for (const path of ['/', '/client', '/own', '/signin', '/signup', '/remote']) {
	test(`SE31: the components work under default-src 'self': ${path} @javascript`, async ({
		page,
		open,
		enter,
		servers
	}) => {
		if (!path.startsWith('/sign')) await enter(servers.base);
		const response = await open(`${servers.base.origin}/base${path}`);
		const policy = response?.headers()['content-security-policy'];
		expect(policy).toContain("default-src 'self'");
		expect(policy).toContain("frame-ancestors 'none'");
		expect(policy).not.toContain('unsafe-inline');
		await page.waitForLoadState('networkidle');
	});
}

test("SE31: signing out works under default-src 'self'", async ({ page, open, enter, servers }) => {
	await enter(servers.base);
	await open(`${servers.base.origin}/base/other`);
	await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
	await expect(page.locator('#user')).toHaveText('nobody');
});
