import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { providers } from '../../../e2e/support/database.js';
import { Browser } from './request-event.test.support.js';
import { ann, createEmailWorld, NEW, OLD, tokenIn } from './email-world.test.support.js';

const evil = 'thief@evil.example';

/** A promise, and what resolves it. */
function signal() {
	let resolve = () => {};
	const promise = new Promise<void>((done) => (resolve = done));
	return { promise, resolve };
}

describe.each(providers)('PW13: on %s, an address that its owner may take back', (provider) => {
	let world: Awaited<ReturnType<typeof createEmailWorld>>;
	let auth: ReturnType<typeof world.app>;
	type Prisma = typeof world.database.prisma;
	beforeAll(async () => void (world = await createEmailWorld(provider)));
	beforeEach(async () => {
		auth = world.app();
		await world.makeAnn({ createdAt: new Date(0), emailVerifiedAt: new Date(0) });
	});
	afterEach(() => world.reset());
	afterAll(() => world.close());

	/** The same client with transactions of one's own. */
	const withTransaction = (prisma: Prisma, $transaction: (work: never) => Promise<unknown>) =>
		new Proxy(prisma, {
			get: (target, name) =>
				name === '$transaction' ? $transaction : (Reflect.get(target, name) as unknown)
		});

	/**
	 * A change of the address that is committed while a sign-up stores its user. On SQLite, which has one writer, right before that;
	 * elsewhere the row of the sign-up waits for it.
	 *
	 * @param change makes it, through a client
	 */
	async function committedMeanwhile(change: (prisma: Prisma) => Promise<unknown>) {
		const { prisma } = world.database;
		if (provider === 'sqlite') return { meanwhile: () => change(prisma) };
		const [ready, committing] = [signal(), signal()];
		const held = withTransaction(prisma, (work: (transaction: object) => Promise<unknown>) =>
			prisma.$transaction(async (transaction) => {
				const done = await work(transaction);
				ready.resolve();
				await committing.promise;
				return done;
			})
		);
		const changing = change(held);
		await ready.promise;
		return {
			async meanwhile() {
				void sleep(100).then(committing.resolve);
			},
			changing
		};
	}

	/** A client that does something once before it begins to store a user. */
	function storingAfter(meanwhile: () => Promise<unknown>) {
		let isDone = false;
		const once = async () => {
			if (isDone) return;
			isDone = true;
			await meanwhile();
		};
		const client = world.database.prisma.$extends({
			query: { user: { create: ({ args, query }) => once().then(() => query(args)) } }
		}) as unknown as Prisma;
		return withTransaction(client, (work) => once().then(() => client.$transaction(work)));
	}

	test.each(['optional', 'required', false] as const)(
		'is given to no sign-up that comes in between: verification %s',
		async (verification) => {
			const { browser } = await world.signIn(auth);
			await world.post(auth, browser, 'changeemail', { email: evil, password: OLD });
			const token = tokenIn(await world.mailTo(auth, evil));
			const { meanwhile, changing } = await committedMeanwhile((prisma) =>
				world.post(world.app({}, { prisma }), browser, 'verifyemail', { token })
			);
			const prisma = storingAfter(meanwhile);
			const app = world.app({ verification }, { prisma, limits: false });
			const fields = { email: ann, password: NEW };
			const signUp = await world.post(app, new Browser(), 'signup', fields);
			await changing;

			expect((await world.user()).email).toBe(evil);
			expect(signUp.status).toBe(verification === 'required' ? 303 : 409);
			expect(await world.byEmail(ann)).toBeNull();
			const undo = { token: tokenIn(await world.mailTo(auth, ann)), password: NEW };
			expect(await world.post(auth, new Browser(), 'undoemailchange', undo)).toMatchObject({
				status: 303
			});
			expect((await world.user()).email).toBe(ann);
		}
	);
});
