import { signOutSuite } from '../../src/lib/testing/index.js';
import { test as base } from '../support/test.js';
import { FAULTS, startWrongApp, type Fault, type WrongApp } from './app.js';

for (const fault of ['none', ...(Object.keys(FAULTS) as Fault[])] as const) {
	base.describe(fault, () => {
		// A worker goes on after a failure that was meant, and is replaced by a new one after any other.
		if (fault !== 'none') base.fail();
		let app: WrongApp;
		const test = base.extend({
			// eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures it asks for off the parameter
			async baseURL({}, use) {
				app = await startWrongApp(fault);
				await use(app.origin);
				await app.close();
			}
		});

		signOutSuite(test, {
			privatePath: '/account',
			privateText: (page, { email }) => page.getByText(email),
			privateAction: { path: '/account?/whoami' },
			signIn: (page, { email }) => page.request.post('/signin', { form: { email } }),
			database: { stop: () => app.database.stop(), start: () => app.database.start() }
		});
	});
}
