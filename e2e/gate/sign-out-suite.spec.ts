import { guardianFixtures, signOutSuite } from '../../src/lib/testing/index.js';
import { demo } from '../support/demo.js';
import { breakSessions } from '../support/faults.js';
import type { OwnServer } from '../support/server.js';
import { test as base } from '../support/test.js';

base.describe('the demo', () => {
	let server: OwnServer;
	let repair: () => Promise<unknown>;
	let allow: (pattern: RegExp) => void;

	const test = base.extend(guardianFixtures(() => ({ prisma: server.database.prisma }))).extend({
		// Each test stops a database of its own.
		async baseURL({ start, mayLog }, use) {
			allow = mayLog;
			server = await start({ build: 'demo' });
			await use(server.origin);
		}
	});

	signOutSuite(test, {
		privatePath: '/account',
		privateText: (page, { email }) => page.getByText(email),
		signOut: (page) => demo(page).signOut.click(),
		signedOutUrl: '/',
		database: {
			stop: async () => {
				allow(/status of 503/);
				repair = await breakSessions(server);
			},
			start: () => repair()
		}
	});
});
