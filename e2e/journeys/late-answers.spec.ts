import type { Page } from '@playwright/test';
import fc from 'fast-check';
import { type Account } from '../support/account.js';
import { startRecorder, type HeldResponse, type Recorder } from '../support/recorder.js';
import type { OwnServer } from '../support/server.js';
import { cookiesOf } from '../support/browser-cookies.js';
import { expect, test as base } from '../support/test.js';

interface App {
	server: OwnServer;
	recorder: Recorder;
	account: Account;
}

/** The fixture behind a proxy that delays its responses. Every request renews the session. */
const test = base.extend<{ app: App }>({
	async app({ start, enter }, use) {
		const recorder = await startRecorder();
		const options = { session: { renewAfter: 0 } };
		const server = await start({ build: 'fixture', origin: recorder.origin, options });
		recorder.passTo(server.port);
		await use({ server, recorder, account: await enter(server) });
		await recorder.close();
	}
});

const sessionCookies = async (page: Page) =>
	(await cookiesOf(page.context())).filter(({ name }) => name.startsWith('guardian_session_'));

test(
	'SE33: the late response to a dead cookie leaves another tab signed in',
	{ tag: '@gate' },
	async ({ page, context, open, app: { server, recorder, account } }) => {
		const { prisma } = server.database;
		await open(`${recorder.origin}/signin`);
		const [dead] = await sessionCookies(page);
		await prisma.session.deleteMany();

		const slow = await context.newPage();
		const held = recorder.hold('GET /own');
		const opened = slow.goto(`${recorder.origin}/own`);
		expect(await held.answered).toEqual([expect.stringMatching(`^${dead?.name}=;.*Max-Age=0`)]);

		await page.getByLabel('Email').fill(account.email);
		await page.getByLabel('Password').fill(account.password);
		await page.getByRole('button', { name: 'Send' }).click();
		await expect(page.locator('#user')).toHaveText(account.email);

		held.release();
		await opened;
		for (const tab of [slow, page]) {
			await tab.goto(`${recorder.origin}/other`);
			await expect(tab.locator('#user')).toHaveText(account.email);
		}
		expect(await sessionCookies(page)).toHaveLength(1);
		expect(await prisma.session.count()).toBe(1);

		await page.getByRole('button', { name: 'Sign out' }).click();
		await expect(page.locator('#user')).toHaveText('nobody');
		expect(await sessionCookies(page)).toEqual([]);
		expect(await prisma.session.count()).toBe(0);
	}
);

/** What happens next. The response to a visit or a sign-out arrives after so many later steps. */
type Step =
	| { kind: 'visit' | 'sign-out'; late: number }
	/** The session ends elsewhere, so that the cookie is a dead one. */
	| { kind: 'sign-in' | 'end'; late: 0 };

const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({ kind: fc.constantFrom('visit', 'sign-out'), late: fc.nat(3) }),
	fc.record({ kind: fc.constantFrom('sign-in', 'end'), late: fc.constant(0 as const) })
);

/** Sends a request from the page; `body` makes it a form. Resolves when the browser has received the response. */
const send = (page: Page, path: string, body?: Record<string, string>) =>
	page.evaluate(
		async ([path, body]) => {
			const init = { method: 'POST', body: new URLSearchParams(body), redirect: 'manual' } as const;
			const response = await fetch(path, body && init);
			await response.text();
		},
		[path, body] as const
	);

test(
	'SE33: in every order of late responses the browser is what the last sign-in or sign-out made it',
	{ tag: ['@javascript', '@gate'] },
	async ({ page, context, mayLog, app: { server, recorder, account } }) => {
		// An endpoint has no icon, and Chromium asks for one.
		mayLog(/404 .*favicon\.ico/);
		const { prisma } = server.database;
		await page.goto(`${recorder.origin}/slow?ms=0`);

		let sent = 0;
		/** Waits until the server has answered. The browser receives it when it is released. */
		async function sendHeld({ kind }: Step) {
			sent += 1;
			// Chromium waits 20 seconds before it asks twice at once for one address.
			const path = kind === 'visit' ? `/api/me?${sent}` : '/?/signout';
			const held = recorder.hold(`${kind === 'visit' ? 'GET' : 'POST'} ${path}`);
			const received = send(page, path, kind === 'visit' ? undefined : {});
			await held.answered;
			return { held, received };
		}

		async function run(steps: Step[]) {
			await context.clearCookies();
			await prisma.session.deleteMany();
			let waiting: { due: number; held: HeldResponse; received: Promise<void> }[] = [];
			async function receive(isDue: (due: number) => boolean) {
				for (const { held, received } of waiting.filter(({ due }) => isDue(due))) {
					held.release();
					await received;
				}
				waiting = waiting.filter(({ due }) => !isDue(due));
			}

			for (const [now, each] of steps.entries()) {
				if (each.kind === 'sign-in') await send(page, '/signin?/signin', { ...account });
				else if (each.kind === 'end') await prisma.session.deleteMany();
				else waiting.push({ due: now + each.late, ...(await sendHeld(each)) });
				await receive((due) => due <= now);
			}
			waiting.sort((one, other) => one.due - other.due);
			await receive(() => true);

			const last = steps.findLast(({ kind }) => kind !== 'visit')?.kind;
			const expected = last === 'sign-in' ? 1 : 0;
			// Of a session that has ended elsewhere the browser learns with its next request.
			if (last !== 'end') expect(await sessionCookies(page)).toHaveLength(expected);
			await send(page, '/api/me');
			expect(await sessionCookies(page)).toHaveLength(expected);
			expect(await prisma.session.count()).toBe(expected);
			await page.goto(`${recorder.origin}/slow?ms=0`);
			await expect(page.locator('body')).toHaveText(expected ? account.email : 'nobody');
		}

		const orders = fc.array(step, { minLength: 3, maxLength: 8 });
		await fc.assert(fc.asyncProperty(orders, run), { numRuns: 12, seed: 1 });
	}
);
