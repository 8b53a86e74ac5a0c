import { hash } from '@node-rs/argon2';
import { createDatabase, type Provider, type TestDatabase } from '../../../e2e/support/database.js';
import { guardianAuth, type Features } from '../index.js';
import type { AuthEvent } from '../events.js';
import { Browser } from './request-event.test.support.js';
import { email as emailFeature } from '../features/email/index.js';
import type { EmailOptions } from '../features/email/options.js';
import type { EmailMessage } from '../features/email/send.js';
// What forms are checked by, which takes its time to be compiled: here, and not in the first test that posts one.
import 'sveltekit-superforms/adapters';

export const ORIGIN = 'https://app.example';
export const OLD = 'the old pass phrase';
export const NEW = 'another pass phrase';
export const ann = 'ann@example.com';
export const bob = 'bob@example.com';

const secret = 'a secret of at least 32 characters';
const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };

type Fields = Record<string, string>;
type AnyFeature = Features[number];

/**
 * An app with mails, on a database of its own: Ann has an account, and Bob has none.
 *
 * @example
 * ```ts
 * const world = await createEmailWorld('sqlite');
 * await world.post('forgotpassword', { email: ann });
 * await world.open(await world.mailTo(ann));
 * ```
 */
export async function createEmailWorld(provider: Provider) {
	const database: TestDatabase = await createDatabase(provider);
	const sent: EmailMessage[] = [];
	const told: AuthEvent[] = [];
	const note = (event: AuthEvent) => void told.push(event);
	const passwordHash = await hash(OLD, CHEAP);

	function app(options: Partial<EmailOptions> = {}, more: object = {}, steps: AnyFeature[] = []) {
		return guardianAuth({
			prisma: database.prisma,
			secret,
			events: { afterSignOut: note, credentialsChanged: note },
			features: [
				emailFeature({
					send: (message) => void sent.push(message),
					from: 'App <no-reply@app.example>',
					origin: ORIGIN,
					appName: 'Blue Kettle',
					perAddressPerHour: 100,
					deliverEvery: false,
					...options
				}),
				...(steps as [])
			],
			...more
		});
	}
	type Auth = ReturnType<typeof app>;
	type Action = keyof Auth['actions'];

	/**
	 * Has mails sent now that would wait. MariaDB may refuse that by a deadlock while a request of before sends: then it is
	 * tried again.
	 *
	 * @returns how many they are
	 */
	async function makeDue(where: object, tries = 10): Promise<number> {
		const data = { nextAttemptAt: new Date(Date.now() - 1000) };
		try {
			return (await database.prisma.outboxMessage.updateMany({ where, data })).count;
		} catch (error) {
			if ((error as { code?: string }).code !== 'P2034' || tries === 1) throw error;
			return makeDue(where, tries - 1);
		}
	}

	/** Sends what waits, until nothing does. */
	async function deliver(auth: Auth) {
		for (let tries = 0; tries < 200; tries++) {
			await auth.email.deliver();
			if ((await auth.email.pending()).length === 0) return;
			await new Promise((resolve) => setTimeout(resolve, 10));
			// Behind one that is on its way, a mail to the same address waits for a while.
			await makeDue({ lease: null, sentAt: null });
		}
		throw new Error(`These mails are not sent: ${JSON.stringify(await auth.email.pending())}`);
	}

	return {
		...{ database, sent, told, app, deliver, makeDue },
		makeAnn: (more: object = {}) =>
			database.prisma.user.create({ data: { id: 'ann', email: ann, passwordHash, ...more } }),
		makeUser: (email: string, more: object = {}) =>
			database.prisma.user.create({ data: { email, passwordHash, ...more } }),
		user: (id = 'ann') => database.prisma.user.findUniqueOrThrow({ where: { id } }),
		byEmail: (email: string) => database.prisma.user.findUnique({ where: { email } }),
		sessions: () => database.prisma.session.count(),
		tokens: () => database.prisma.oneTimeToken.findMany(),
		/** The last mail to an address, once everything is sent. */
		async mailTo(auth: Auth, to: string) {
			await deliver(auth);
			return sent.findLast((message) => message.to === to);
		},
		/** Posts a form: what the action returns, or where it redirects to. */
		async post(auth: Auth, browser: Browser, action: Action, fields: Fields = {}) {
			try {
				const form = auth.actions[action] as never;
				const result: Outcome = await browser.act(auth.handle, `/page?/${action}`, fields, form);
				return outcomeOf(result);
			} catch (thrown) {
				const { status, location } = thrown as { status?: number; location?: string };
				if (location === undefined) throw thrown;
				return { status, location };
			}
		},
		/** Opens the link of a mail, and says where it redirects to. */
		async open(auth: Auth, browser: Browser, message: EmailMessage | undefined) {
			const { pathname, search } = new URL(linkIn(message));
			const { response } = await browser.get(auth.handle, pathname + search);
			return response;
		},
		async signIn(auth: Auth, email = ann, password = OLD, browser = new Browser()) {
			const { page } = await browser.visit(auth.handle, ({ cookies }) =>
				auth.signIn({ cookies, email, password, redirect: false })
			);
			return { browser, result: page! };
		},
		async userIn(auth: Auth, browser: Browser) {
			const { page } = await browser.visit(
				auth.handle,
				({ locals }) => locals as { user: unknown }
			);
			return page!.user as { id: string; email: string } | null;
		},
		async reset() {
			sent.length = 0;
			told.length = 0;
			for (const table of ['OutboxMessage', 'OneTimeToken', 'Session', 'User', 'RateLimit'])
				await database.prisma.$executeRawUnsafe(`DELETE FROM "${table}"`);
		},
		async close() {
			await database.close();
		}
	};
}

type Outcome = {
	status?: number;
	form?: FormOutcome;
	data?: { form: FormOutcome };
};
type FormOutcome = {
	valid: boolean;
	data: Fields;
	message?: { code: string; error: string };
	errors: Record<string, string[]>;
};

function outcomeOf({ status = 200, form, data }: Outcome) {
	const { message, errors, valid, data: fields } = (form ?? data?.form)!;
	const { code, error } = message ?? {};
	return { status, valid, fields, ...(message && { code, error }), errors };
}

/** The link in a mail. */
export function linkIn(message: EmailMessage | undefined): string {
	const link = /https:\/\/\S+token=[\w-]+/.exec(message?.text ?? '')?.[0];
	if (!link) throw new Error(`There is no link in ${message?.subject ?? 'no mail'}.`);
	return link;
}

/** The token in the link of a mail. */
export const tokenIn = (message: EmailMessage | undefined) =>
	new URL(linkIn(message)).searchParams.get('token')!;
