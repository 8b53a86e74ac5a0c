import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { hash } from '@node-rs/argon2';
import type { RequestEvent } from '@sveltejs/kit';
import type { Provider } from '../../../e2e/support/database.js';
import {
	keyOf,
	lifetime,
	type Deed,
	type Kept,
	type Outcome,
	type Person,
	type Told
} from './model.test.support.js';
import { createStore } from './store.test.support.js';
import { openPendingRevocation } from '../features/sign-out/pending-revocation.js';
import { guardianAuth } from '../index.js';
import { createSealing } from '../sealing/sealing.js';
import { Browser } from './request-event.test.support.js';

const SECRET = 'a secret of at least 32 characters';
const sealing = createSealing(async () => [SECRET]);
const COOKIE = '__Host-guardian_session_';
const password = 'correct horse battery staple';
export const emailOf = (person: Person) => `${person.toLowerCase()}@example.com`;

/** One real database with the real kit on it, and three browsers. */
export type World = Awaited<ReturnType<typeof createWorld>>;

/**
 * A client whose every call waits for its lane. It passes for the client itself: one with an extension is asked in other
 * ways than an app's plain one.
 */
function inLanes<Client extends object>(client: Client, lanes: Lanes): Client {
	const inLane = <Target extends object>(target: Target): Target =>
		new Proxy(target, {
			get(target, name) {
				if (name === '_appliedParent') return outer;
				const value: unknown = Reflect.get(target, name);
				if (name === 'user' || name === 'session') return inLane(value as object);
				if (typeof value !== 'function') return value;
				return (...args: unknown[]) =>
					lanes.take(async () => (await Reflect.apply(value, target, args)) as unknown);
			}
		});
	const outer = inLane(client);
	return outer;
}

export async function createWorld(provider: Provider) {
	const store = await createStore(provider);
	// As cheap as argon2 gets: the costs are in the hash, and these histories are not about them.
	const passwordHash = await hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });
	const lanes = new Lanes();
	const prisma = inLanes(store.client, lanes);
	const told: Told[] = [];
	const ids = new Map<string, string>();
	const nameOf = (id: string | null) => (id === null ? null : (ids.get(id) ?? id));
	const auth = guardianAuth({
		prisma,
		secret: SECRET,
		session: lifetime,
		// These histories sign in far more often than a person does.
		limits: false,
		events: {
			afterSignOut({ user, userId, scope, reason, revoked }) {
				if (user && user.id !== userId) throw new Error('The event names two people.');
				told.push({ person: nameOf(userId), scope, reason, revoked });
			}
		}
	});
	const browsers = Array.from({ length: 4 }, () => new Browser());
	const tokens = new Map<string, string>();
	const owners = new Map<string, Person>();
	let issued: { token: string; publicId: string } | null = null;

	async function learn() {
		for (const { id, name } of await store.prisma.user.findMany()) ids.set(id, name ?? id);
	}

	const statusOf = (event: RequestEvent) => auth.statusOf(event);

	async function signIn(browser: Browser, { kind, person }: Extract<Deed, { person: Person }>) {
		const { page } = await browser.visit(auth.handle, async (event): Promise<Outcome> => {
			const before = statusOf(event);
			const { cookies } = event;
			const options = { cookies, email: emailOf(person), password, redirect: false };
			const result =
				kind === 'sign-up'
					? await auth.signUp({ ...options, name: person })
					: await auth.signIn(options);
			const { ok, code } = result;
			// What the request sends comes first, also where it has turned out to be dead.
			const set = cookies
				.getAll()
				.findLast(({ name, value }) => name.startsWith(COOKIE) && /^[\w-]{43}\./.test(value));
			issued = ok && set ? { token: set.value.split('.')[0]!, publicId: result.session.id } : null;
			// Also where another answer takes its place in the browser before anybody looks.
			if (issued) {
				tokens.set(keyOf(issued.token), issued.token);
				owners.set(keyOf(issued.token), person);
			}
			return { before, after: statusOf(event), ok, ...(code && { code }) };
		});
		return page!;
	}

	async function signOut(
		browser: Browser,
		{ target, form }: Extract<Deed, { kind: 'sign-out' }>,
		publicId: string
	): Promise<Partial<Outcome>> {
		const { what } = target;
		const scope = ({ here: 'current', others: 'others', everywhere: 'all' } as const)[
			what as 'here'
		];
		const asked = { ...(scope ? { scope } : { sessionId: publicId }) };
		if (form && what !== 'admin') {
			const fields: Record<string, string> = { ...asked, redirect: 'true' };
			const { response } = await browser.post(auth.handle, '/account?/signout', fields);
			const location = response.headers.get('location') ?? `status ${response.status}`;
			const { pathname, searchParams } = new URL(location, 'https://app.example');
			const code = pathname === '/signin' ? 'SIGN_IN_REQUIRED' : searchParams.get('error');
			return code ? { ok: false, code } : { ok: true, signedOut: location === '/' };
		}
		const { page } = await browser.visit(auth.handle, async (event): Promise<Outcome> => {
			const before = statusOf(event);
			const admin = what === 'admin' && {
				userId: [...ids].find(([, name]) => name === target.person)?.[0] ?? 'nobody'
			};
			const options = admin
				? { ...admin, ...(target.id ? { sessionId: publicId } : { scope: 'all' as const }) }
				: asked;
			const { ok, code, revoked, signedOut } = await auth.signOut({
				...options,
				cookies: event.cookies,
				redirect: false
			});
			const after = statusOf(event);
			return ok
				? { before, after, ok, revoked, signedOut }
				: { before, after, ok, code, signedOut };
		});
		return page!;
	}

	return {
		auth,
		told,
		browsers,
		tokens,
		/** Whose session each was, by its key. */
		owners,
		lanes,
		tokenOf: (browser: Browser) => browser.session?.value ?? null,
		/** What the browsers keep, in the words of the model. */
		kept: () =>
			Promise.all(
				browsers.map(async (browser): Promise<Kept> => {
					const token = browser.session;
					const opened = await Promise.all(
						browser.pending.map(({ value }) => openPendingRevocation(sealing, value))
					);
					const pendingRevocations = opened.map((one) => {
						const { key, scope, userId = null, requestedAt } = one!;
						const person = nameOf(userId) as Person | null;
						return { key, scope, person, requestedAt: requestedAt.getTime() };
					});
					return { token: token?.value ?? null, tokenUntil: token?.until ?? 0, pendingRevocations };
				})
			),
		get store() {
			return store.state;
		},
		/** The session that the last sign-in made. */
		get issued() {
			return issued;
		},
		pendingOf: (browser: Browser) => browser.pending,
		stranger(token: string) {
			const browser = new Browser();
			browser.present(token);
			return browser;
		},
		idOf: (person: Person) => [...ids].find(([, name]) => name === person)?.[0] ?? 'nobody',

		/** @param publicId whom a sign-out by id means */
		async perform(browser: Browser, deed: Deed, publicId: string): Promise<Partial<Outcome>> {
			try {
				if (deed.kind === 'sign-out') return await signOut(browser, deed, publicId);
				if (deed.kind !== 'visit') return await signIn(browser, deed);
				const { page } = await browser.visit(auth.handle, (event) => {
					const before = statusOf(event);
					return { before, after: before };
				});
				return page!;
			} finally {
				if (deed.kind === 'sign-up') await learn();
			}
		},

		/** What stands in the database, whatever the kit can see of it. */
		async rows() {
			const time = (value: unknown) => new Date(value as string | Date).getTime();
			return (await store.sessions()).map((row) => ({
				key: String(row.id),
				publicId: String(row.publicId),
				person: nameOf(String(row.userId)) as Person,
				createdAt: time(row.createdAt),
				lastUsedAt: time(row.lastUsedAt),
				expiresAt: time(row.expiresAt)
			}));
		},

		turn: store.turn,

		async disable(person: Person, disabled: boolean) {
			const data = { disabledAt: disabled ? new Date() : null };
			await store.prisma.user.updateMany({ where: { email: emailOf(person) }, data });
		},

		/** As new, for the next history: Ann and Bob have accounts, and nobody is signed in. */
		async reset() {
			await store.turn('up');
			await store.prisma.user.deleteMany();
			for (const name of ['Ann', 'Bob'] as const) {
				await store.prisma.user.create({
					data: { name, email: emailOf(name), passwordHash, createdAt: new Date(0) }
				});
			}
			ids.clear();
			await learn();
			for (const browser of browsers) browser.forget();
			told.length = 0;
			tokens.clear();
			owners.clear();
		},

		close: store.close
	};
}

/**
 * Two pieces of work that take turns at the database, one statement each, in an order that is given: so a race that was
 * found once is found again.
 */
class Lanes {
	/** One for every world: until Node 24 each one makes every promise slower. Work in one world does nothing in another. */
	static readonly #lane = new AsyncLocalStorage<() => Promise<void>>();

	async take<T>(statement: () => Promise<T>): Promise<T> {
		await Lanes.#lane.getStore()?.();
		return await statement();
	}

	/** Does something just before the statement that follows so many others, if there is one. */
	async interrupt<T>(after: number, fail: () => Promise<void>, work: () => Promise<T>): Promise<T> {
		let left = after;
		return await Lanes.#lane.run(async () => {
			if (left-- === 0) await fail();
		}, work);
	}

	async both<A, B>(
		order: boolean[],
		one: () => Promise<A>,
		two: () => Promise<B>
	): Promise<[A, B]> {
		const lanes = [0, 1].map(() => ({ gate: null as (() => void) | null, done: false }));
		const run = <T>(index: 0 | 1, work: () => Promise<T>) =>
			Lanes.#lane.run(
				() => new Promise<void>((open) => (lanes[index]!.gate = open)),
				() => work().finally(() => (lanes[index]!.done = true))
			);
		const work = Promise.all([run(0, one), run(1, two)]);
		work.catch(() => {});
		for (let turn = 0; lanes.some(({ done }) => !done);) {
			if (lanes.some(({ done, gate }) => !done && !gate)) {
				await setImmediate();
				continue;
			}
			const waiting = lanes.filter(({ gate }) => gate);
			const lane = waiting[order[turn++ % order.length] ? waiting.length - 1 : 0]!;
			const open = lane.gate!;
			lane.gate = null;
			open();
		}
		return await work;
	}
}
