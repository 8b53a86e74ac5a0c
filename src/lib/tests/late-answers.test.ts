import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { hash } from '@node-rs/argon2';
import { createDatabase, providers, type TestDatabase } from '../../../e2e/support/database.js';
import { runs } from '../../../e2e/support/gate.js';
import { guardianAuth } from '../index.js';
import { Browser, type Answer } from './request-event.test.support.js';
import type { AfterSignOutEvent } from '../events.js';

const password = 'correct horse battery staple';
const email = 'ann@example.com';

/** One tab's request, and when its answer arrives: after so many later requests have been answered. */
interface Act {
	kind: 'visit' | 'sign-in' | 'sign-out';
	late: number;
}

describe.each(providers)('MI2: on %s', (provider) => {
	let database: TestDatabase;
	let told: AfterSignOutEvent<unknown>[];
	const open = () =>
		guardianAuth({
			prisma: database.prisma,
			session: { renewAfter: 0 },
			// One browser signs in hundreds of times.
			limits: false,
			events: { afterSignOut: (event) => void told.push(event) }
		});

	beforeEach(async () => {
		database = await createDatabase(provider);
		const cheap = { memoryCost: 8, timeCost: 1, parallelism: 1 };
		const passwordHash = await hash(password, cheap);
		await database.prisma.user.create({ data: { email, passwordHash } });
		told = [];
	});
	afterEach(() => database.close());

	const signIn = (browser: Browser, auth: ReturnType<typeof open>) =>
		browser.ask(auth.handle, ({ cookies }) =>
			auth.signIn({ cookies, email, password, redirect: false })
		);
	/** Signs in three times at once, and receives every answer. */
	async function signInAtOnce(browser: Browser, auth: ReturnType<typeof open>) {
		const answers = await Promise.all([1, 2, 3].map(() => signIn(browser, auth)));
		for (const answer of answers) browser.obey(answer);
	}
	const act = (browser: Browser, auth: ReturnType<typeof open>, { kind }: Act) => {
		if (kind === 'sign-in') return signIn(browser, auth);
		if (kind === 'visit') return browser.ask(auth.handle, ({ locals }) => locals);
		return browser.askToPost(auth.handle, '/?/signout', {});
	};
	const who = async (browser: Browser, auth: ReturnType<typeof open>) => {
		const { page } = await browser.visit(auth.handle, ({ locals }) => locals);
		return (page as { user: { email: string } | null }).user?.email ?? null;
	};

	test('SE33: the late answer to a dead cookie leaves the session of a later sign-in', async () => {
		const auth = open();
		const browser = new Browser();
		browser.obey(await signIn(browser, auth));
		await database.prisma.session.deleteMany();
		const slow = await browser.ask(auth.handle, ({ locals }) => locals);
		browser.obey(await signIn(browser, auth));
		browser.obey(slow);

		expect(await who(browser, auth)).toBe(email);
		expect(await database.prisma.session.count()).toBe(1);
	});

	test('SE33: so does the late answer to a sign-out', async () => {
		const auth = open();
		const browser = new Browser();
		browser.obey(await signIn(browser, auth));
		const slow = await browser.askToPost(auth.handle, '/?/signout', {});
		browser.obey(await signIn(browser, auth));
		browser.obey(slow);

		expect(await who(browser, auth)).toBe(email);
	});

	test('SE33: the late answer to a sign-in does not bring an older session back', async () => {
		const auth = open();
		const browser = new Browser();
		const slow = await signIn(browser, auth);
		const latest = await signIn(browser, auth);
		browser.obey(latest);
		browser.obey(slow);
		const { page } = await browser.visit(auth.handle, ({ locals }) => locals);

		expect(page).toMatchObject({ session: { id: latest.page!.session!.id } });
		expect(await database.prisma.session.count()).toBe(1);
	});

	test('SE33: in every order of requests and late answers, the latest sign-in or sign-out counts', async () => {
		const kinds = fc.constantFrom<Act['kind']>('visit', 'sign-in', 'sign-in', 'sign-out');
		const acts = fc.array(fc.record({ kind: kinds, late: fc.nat(3) }), {
			minLength: 2,
			maxLength: 8
		});
		await fc.assert(
			fc.asyncProperty(acts, async (acts) => {
				await database.prisma.session.deleteMany();
				const auth = open();
				const browser = new Browser();
				const waiting: { due: number; answer: Answer<unknown> }[] = [];
				for (const [now, each] of acts.entries()) {
					waiting.push({ due: now + each.late, answer: await act(browser, auth, each) });
					for (const { answer } of waiting.filter(({ due }) => due === now)) browser.obey(answer);
				}
				const late = waiting.filter(({ due }) => due >= acts.length);
				for (const { answer } of late.sort((one, other) => one.due - other.due))
					browser.obey(answer);

				const signedIn = (await who(browser, auth)) !== null;
				// What the browser presents is all there is of its sessions: none is held by nobody.
				expect(await database.prisma.session.count()).toBe(signedIn ? 1 : 0);
				const last = acts.findLast(({ kind }) => kind !== 'visit');
				// A sign-out that did not know of a sign-in before it, whose answer was late, cannot have ended it.
				if (last?.kind === 'sign-in') expect(signedIn).toBe(true);
				if (acts.every(({ late }) => late === 0)) expect(signedIn).toBe(last?.kind === 'sign-in');
			}),
			{ numRuns: runs(provider === 'sqlite' ? 15 : 3, 100), seed: 1 }
		);
	}, 120_000);

	test('SE43: of sign-ins at once with one cookie the latest stands, and the others are ended', async () => {
		const auth = open();
		const browser = new Browser();
		browser.obey(await signIn(browser, auth));
		// Each has found the old session before any of them replaces it.
		let arrived = 0;
		let go = () => {};
		const all = new Promise<void>((resolve) => (go = resolve));
		const answers = await Promise.all(
			[1, 2, 3].map(() =>
				browser.ask(auth.handle, async ({ cookies }) => {
					if (++arrived === 3) go();
					await all;
					return auth.signIn({ cookies, email, password, redirect: false });
				})
			)
		);

		expect(answers.map(({ page }) => page?.ok)).toEqual([true, true, true]);
		expect(await database.prisma.session.count()).toBe(1);
		const ended = told.filter(({ reason }) => reason === 'replaced');
		expect(ended.reduce((sum, { revoked }) => sum + revoked, 0)).toBe(3);
		const [user] = await database.prisma.user.findMany();
		expect(new Set(ended.map(({ userId }) => userId))).toEqual(new Set([user!.id]));

		for (const answer of answers) browser.obey(answer);
		expect(await who(browser, auth)).toBe(email);
	});

	test('SE43: of sign-ins at once without a cookie the latest stands with the next request', async () => {
		const auth = open();
		const browser = new Browser();
		await signInAtOnce(browser, auth);

		expect(await who(browser, auth)).toBe(email);
		expect(await database.prisma.session.count()).toBe(1);
		expect(await who(browser, auth)).toBe(email);
	});

	test('signing out ends every session that the browser presents', async () => {
		const auth = open();
		const browser = new Browser();
		await signInAtOnce(browser, auth);
		await browser.post(auth.handle, '/?/signout', {});

		expect(await database.prisma.session.count()).toBe(0);
		expect(await who(browser, auth)).toBeNull();
	});
});
