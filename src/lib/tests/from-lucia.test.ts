import { readFile } from 'node:fs/promises';
import { PrismaAdapter } from '@lucia-auth/adapter-prisma';
import { hash } from '@node-rs/argon2';
import type { RequestEvent } from '@sveltejs/kit';
import { LegacyScrypt, Lucia, Scrypt } from 'lucia';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { providers } from '../../../e2e/support/database.js';
import { isAny } from '../../../e2e/support/gate.js';
import {
	createSchemaDatabase,
	type SchemaClient,
	type SchemaDatabase
} from '../../../e2e/support/schemas.js';
import { pendingCookieName } from '../features/sign-out/pending-cookies.js';
import { sessionCookieName } from '../sessions/cookie-format.js';
import { createToken, hashToken } from '../sessions/session-token.js';
import { guardianAuth } from '../index.js';
import { Browser } from './request-event.test.support.js';

const DAY = 24 * 60 * 60 * 1000;
const OLD = 'auth_session';
const newName = (token: string) => sessionCookieName('__Host-guardian_session', token);
const password = 'correct horse battery staple';
const secret = 'a secret of at least 32 characters';
const luciaDays = new Date(Date.now() + 30 * DAY);

describe.each(providers)('MI2: on %s, an app that has moved from Lucia 3', (provider) => {
	let database: SchemaDatabase;
	let prisma: SchemaClient<'lucia-moved'>;
	/** The sessions that Lucia made before the move: their tokens. */
	const left: Record<string, string> = {};

	const kit = (fromLucia: { until: Date } | undefined = { until: luciaDays }) =>
		guardianAuth({
			prisma,
			secret,
			user: { fields: { passwordHash: 'password_hash' } },
			fromLucia
		});
	const user = ({ locals }: RequestEvent) =>
		(locals as { user: { id: string; email: string } | null }).user;
	const rows = () => prisma.session.findMany({ orderBy: { id: 'asc' } });

	function browserWith(cookies: Record<string, string>) {
		const browser = new Browser();
		for (const [name, value] of Object.entries(cookies)) browser.putAs(name, value);
		return browser;
	}
	const old = (token = left.ann!) => browserWith({ [OLD]: token });

	/** Who a browser is, on a page. */
	async function whoIs(browser: Browser, auth = kit()) {
		return (await browser.visit(auth.handle, user)).page?.email ?? null;
	}

	beforeAll(async () => {
		database = await createSchemaDatabase(provider, 'lucia');
		const before = database.client('lucia');
		const lucia = new Lucia(new PrismaAdapter(before.session, before.user));
		for (const name of ['ann', 'bob']) {
			const data = { id: name, email: `${name}@example.com`, password_hash: '-' };
			await before.user.create({ data });
			left[name] = (await lucia.createSession(name, {})).id;
		}
		left.tablet = (await lucia.createSession('ann', {})).id;
		left.expired = (await lucia.createSession('ann', {})).id;
		const expiresAt = new Date(Date.now() - 1000);
		await before.session.updateMany({ where: { id: left.expired }, data: { expiresAt } });

		const file = new URL(`../../../prisma/from-lucia/${provider}.sql`, import.meta.url);
		await database.migrate('guardian', await readFile(file, 'utf8'));
		prisma = database.client('lucia-moved');
		migrated = await rows();
	}, 60_000);
	afterAll(() => database.close());

	let migrated: Awaited<ReturnType<typeof rows>>;
	beforeEach(async () => {
		await prisma.session.deleteMany();
		await prisma.session.createMany({ data: migrated });
	});

	test('the migration leads to the models of the kit, and leaves nobody out', async () => {
		expect(await database.differenceTo('lucia-moved')).toBe('');
		expect(migrated.map(({ id }) => id).sort()).toEqual(Object.values(left).sort());
		expect(new Set(migrated.map(({ publicId }) => publicId)).size).toBe(4);
		for (const { createdAt, lastUsedAt } of migrated) {
			expect(Math.abs(createdAt.getTime() - Date.now())).toBeLessThan(10 * 60_000);
			expect(Math.abs(lastUsedAt.getTime() - Date.now())).toBeLessThan(10 * 60_000);
		}
	});

	test('nobody is signed out: the old cookie is good, and moves into ours', async () => {
		const browser = old();

		expect(await whoIs(browser)).toBe('ann@example.com');
		expect(browser.valueOf(OLD)).toBeUndefined();
		expect(browser.session?.value).toBe(left.ann);
		expect(await whoIs(browser)).toBe('ann@example.com');
	});

	test('SL1: with its first use the row holds the hash, and its expiry goes on as ours', async () => {
		await whoIs(old());
		const row = await prisma.session.findUniqueOrThrow({ where: { id: hashToken(left.ann!) } });

		expect(await prisma.session.count({ where: { id: left.ann! } })).toBe(0);
		expect(await prisma.session.count()).toBe(4);
		expect(row.publicId).not.toMatch(/^lucia:/);
		expect(row.expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + 30 * DAY);
		expect(row.expiresAt.getTime()).toBeGreaterThan(Date.now() + 29 * DAY);
	});

	test('SL4: what had expired is refused, and so is every old session after the last day', async () => {
		const browser = old(left.expired);

		expect(await whoIs(browser)).toBeNull();
		expect(browser.valueOf(OLD)).toBeUndefined();
		expect(await whoIs(old(), kit({ until: new Date() }))).toBeNull();
		expect(await whoIs(old(), kit())).toBe('ann@example.com');
	});

	test.runIf(isAny(provider))(
		'what has been taken over lives on when the option is taken out',
		async () => {
			const browser = old();
			await whoIs(browser);
			const fields = { passwordHash: 'password_hash' } as const;
			const later = guardianAuth({ prisma, secret, user: { fields } });

			expect((await browser.visit(later.handle, user)).page?.email).toBe('ann@example.com');
		}
	);

	test('CC1: of twenty requests at once with the old cookie, all are good', async () => {
		const auth = kit();
		const who = await Promise.all(Array.from({ length: 20 }, () => whoIs(old(), auth)));

		expect(new Set(who)).toEqual(new Set(['ann@example.com']));
		expect(await prisma.session.count()).toBe(4);
	});

	test('a request overtaken by the move of another is good with the old cookie', async () => {
		await whoIs(old());

		expect(await whoIs(old())).toBe('ann@example.com');
	});

	test('SL1: what stands in the database after the move signs nobody in', async () => {
		await whoIs(old());
		for (const { publicId } of await rows()) {
			for (const value of [publicId, publicId.replace('lucia:', '')]) {
				expect(await whoIs(browserWith({ [OLD]: value }))).toBeNull();
				expect(await whoIs(browserWith({ [newName(value)]: value }))).toBeNull();
			}
		}
		const key = hashToken(left.ann!);
		expect(await whoIs(browserWith({ [OLD]: key }))).toBeNull();
		expect(await whoIs(browserWith({ [newName(key)]: key }))).toBeNull();
	});

	test('SL1: a row is looked up by a plain token only while it is marked as Lucia’s', async () => {
		await prisma.session.updateMany({ where: { id: left.ann! }, data: { publicId: 'ours' } });

		expect(await whoIs(old())).toBeNull();
	});

	describe('signing out', () => {
		const signOut = (browser: Browser, fields = {}, auth = kit()) =>
			browser.post(auth.handle, '/?/signout', fields);

		test('SO1: ends the row, forgets both cookies, and the old one is refused from then on', async () => {
			const browser = browserWith({ [OLD]: left.ann!, other: 'x' });

			expect((await signOut(browser)).response.status).toBe(303);
			expect(browser.valueOf(OLD)).toBeUndefined();
			expect(browser.session).toBeNull();
			expect(await prisma.session.count()).toBe(3);
			expect(await whoIs(old())).toBeNull();
			expect(await whoIs(browserWith({ [newName(left.ann!)]: left.ann! }))).toBeNull();
			expect(await prisma.session.count()).toBe(3);
		});

		test('SO11: `all` ends those that were never used since the move as well', async () => {
			await signOut(old(), { scope: 'all' });

			expect((await rows()).map(({ userId }) => userId)).toEqual(['bob']);
			expect(await whoIs(old(left.tablet))).toBeNull();
		});

		test('SO11: `others` keeps this one', async () => {
			const browser = old();
			await signOut(browser, { scope: 'others' });

			expect((await rows()).map(({ userId }) => userId).sort()).toEqual(['ann', 'bob']);
			expect(await whoIs(browser)).toBe('ann@example.com');
			expect(await whoIs(old(left.tablet))).toBeNull();
		});

		test('SO2: the row ends also where nobody could be told before whose it is', async () => {
			let down = true;
			const failing = prisma.$extends({
				query: {
					session: {
						findUnique: ({ args, query }) =>
							down ? Promise.reject(new Error('down')) : query(args)
					}
				}
			});
			const auth = guardianAuth({
				prisma: failing,
				secret,
				user: { fields: { passwordHash: 'password_hash' } },
				fromLucia: { until: luciaDays }
			});
			await signOut(old(), {}, auth);
			down = false;

			expect(await prisma.session.count({ where: { id: left.ann! } })).toBe(0);
			expect(await whoIs(old(), auth)).toBeNull();
		});

		test('RF1: one that the database could not confirm is finished later', async () => {
			let down = true;
			const failing = prisma.$extends({
				query: {
					session: {
						$allOperations: ({ args, query }) =>
							down ? Promise.reject(new Error('down')) : query(args)
					}
				}
			});
			const auth = guardianAuth({
				prisma: failing,
				secret,
				user: { fields: { passwordHash: 'password_hash' } },
				fromLucia: { until: luciaDays }
			});
			const browser = old();
			expect((await signOut(browser, {}, auth)).response.headers.get('location')).toContain(
				'REVOCATION_PENDING'
			);
			expect(browser.pending).toHaveLength(1);
			expect(browser.valueOf(OLD)).toBeUndefined();
			down = false;
			await whoIs(browser, auth);

			expect(browser.pending).toEqual([]);
			expect(await prisma.session.count()).toBe(3);
			expect(await whoIs(old(), auth)).toBeNull();
		});
	});

	test('SO10: the list shows old sessions by names that open nothing, and one is ended by it', async () => {
		const auth = kit();
		const [newest, other] = await auth.sessions.list({ id: 'ann' });
		const ids = [newest!.id, other!.id];

		expect(await auth.sessions.list({ id: 'ann' })).toHaveLength(2);
		for (const token of Object.values(left)) expect(ids.join()).not.toContain(token);
		expect(await auth.sessions.revoke({ id: 'bob' }, ids[0]!)).toBe(0);
		expect(await auth.sessions.revoke({ id: 'ann' }, ids[0]!)).toBe(1);
		expect(await auth.sessions.list({ id: 'ann' })).toHaveLength(1);
	});

	test('the deletion of expired sessions deletes what had expired, and hashes the rest', async () => {
		expect(await kit().sessions.deleteExpired()).toBe(1);
		const kept = [left.ann!, left.bob!, left.tablet!].map(hashToken).sort();

		expect((await rows()).map(({ id }) => id).sort()).toEqual(kept);
		expect(await prisma.session.count({ where: { publicId: { startsWith: 'lucia:' } } })).toBe(0);
		expect(await whoIs(old())).toBe('ann@example.com');
	});

	describe.runIf(isAny(provider))(
		'SE5: Lucia’s cookie is good for a token of Lucia’s alone, and only while they are taken over',
		() => {
			/** A session of the kit's own, as anybody who signs in has one. */
			async function ownToken() {
				const browser = old();
				const password_hash = await hash(password);
				await prisma.user.update({ where: { id: 'bob' }, data: { password_hash } });
				const auth = kit();
				await browser.visit(auth.handle, ({ cookies }) =>
					auth.signIn({ cookies, email: 'bob@example.com', password, redirect: false })
				);
				return browser.session!.value;
			}

			test('a token of the kit’s counts for nothing in it, and is not moved to ours', async () => {
				const token = await ownToken();
				const browser = browserWith({ [OLD]: token });

				expect(await whoIs(browser)).toBeNull();
				expect(browser.session).toBeNull();
				expect(await whoIs(browserWith({ [newName(token)]: token }))).toBe('bob@example.com');
			});

			test('after the last day nothing does, also what has been taken over before', async () => {
				await whoIs(old());
				const late = kit({ until: new Date() });
				const browser = old();

				expect(await whoIs(browser, late)).toBeNull();
				expect(browser.session).toBeNull();
			});
		}
	);

	test.runIf(isAny(provider))(
		'SE6: a forged pending sign-out asks for no row, and rehashes none',
		async () => {
			database.statements.length = 0;
			for (const id of ['0'.repeat(64), '0'.repeat(40), left.bob!]) {
				const value = `${id}.all.${Date.now()}`;
				const name = pendingCookieName('__Host-guardian_session_pending', 'all', value);
				await whoIs(browserWith({ [name]: value }));
			}

			expect(database.statements).toEqual([]);

			expect(await rows()).toEqual([...migrated].sort((a, b) => (a.id < b.id ? -1 : 1)));
		}
	);

	describe.runIf(isAny(provider))(
		'SE42: a browser with a cookie of Lucia’s and one of ours',
		() => {
			/** Signed in as Bob by a session of ours, and as Ann by one that Lucia left. */
			async function both() {
				const password_hash = await hash(password);
				await prisma.user.update({ where: { id: 'bob' }, data: { password_hash } });
				const browser = new Browser();
				const auth = kit();
				await browser.visit(auth.handle, ({ cookies }) =>
					auth.signIn({ cookies, email: 'bob@example.com', password, redirect: false })
				);
				browser.putAs(OLD, left.ann!);
				return browser;
			}

			test('signing out ends both sessions: neither copied cookie opens anything', async () => {
				const browser = await both();
				const ours = browser.session!.value;
				await browser.post(kit().handle, '/?/signout', {});

				expect(await whoIs(old())).toBeNull();
				expect(await whoIs(browserWith({ [newName(ours)]: ours }))).toBeNull();
				expect(browser.valueOf(OLD)).toBeUndefined();
				expect(browser.session).toBeNull();
			});

			test('the later sign-in counts, and the other session is ended', async () => {
				const browser = await both();

				expect(await whoIs(browser)).toBe('bob@example.com');
				expect(browser.valueOf(OLD)).toBeUndefined();
				expect(await whoIs(old())).toBeNull();
				expect(await whoIs(browser)).toBe('bob@example.com');
			});

			test('a dead cookie of ours does not take the live one of Lucia’s along', async () => {
				const browser = old();
				browser.present(createToken());

				expect(await whoIs(browser)).toBe('ann@example.com');
				expect(browser.session?.value).toBe(left.ann);
				expect(await whoIs(browser)).toBe('ann@example.com');
			});

			test('nor the reverse', async () => {
				const browser = await both();
				await prisma.session.deleteMany({ where: { userId: 'ann' } });

				expect(await whoIs(browser)).toBe('bob@example.com');
				expect(browser.valueOf(OLD)).toBeUndefined();
				expect(await whoIs(browser)).toBe('bob@example.com');
			});

			test('the same session in both is one, and stays', async () => {
				const browser = browserWith({ [OLD]: left.ann!, [newName(left.ann!)]: left.ann! });

				expect(await whoIs(browser)).toBe('ann@example.com');
				expect(await whoIs(browser)).toBe('ann@example.com');
			});
		}
	);

	test.runIf(isAny(provider))(
		'SL3: signing in replaces the old session, and forgets its cookie',
		async () => {
			const password_hash = await hash(password);
			await prisma.user.update({ where: { id: 'bob' }, data: { password_hash } });
			const browser = old();
			const auth = kit();
			await browser.visit(auth.handle, ({ cookies }) =>
				auth.signIn({ cookies, email: 'bob@example.com', password, redirect: false })
			);

			expect(browser.valueOf(OLD)).toBeUndefined();
			expect(browser.session?.value).not.toBe(left.ann);
			expect(await whoIs(browser)).toBe('bob@example.com');
			expect(await whoIs(old())).toBeNull();
		}
	);

	describe.runIf(isAny(provider))('SI4: a password that the app hashed its own way', () => {
		const signIn = async (given: string) => {
			const auth = kit();
			const { page } = await new Browser().visit(auth.handle, ({ cookies }) =>
				auth.signIn({ cookies, email: 'bob@example.com', password: given, redirect: false })
			);
			return page!.ok;
		};
		const stored = async () =>
			(await prisma.user.findUniqueOrThrow({ where: { id: 'bob' } })).password_hash;

		test.each([
			['Lucia’s Scrypt', () => new Scrypt().hash(password)],
			['Lucia’s LegacyScrypt', () => new LegacyScrypt().hash(password)],
			['a cheaper argon2id', () => hash(password, { memoryCost: 8192, timeCost: 1 })]
		])('%s: is known, and becomes ours with the next sign-in', async (_, hashed) => {
			const password_hash = await hashed();
			await prisma.user.update({ where: { id: 'bob' }, data: { password_hash } });

			expect(await signIn('another password')).toBe(false);
			expect(await stored()).toBe(password_hash);
			expect(await signIn(password)).toBe(true);
			expect(await stored()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
			expect(await signIn(password)).toBe(true);
			expect(await signIn('another password')).toBe(false);
		});

		test('as Lucia’s documentation has it: is left as it is', async () => {
			const costs = { memoryCost: 19456, timeCost: 2, outputLen: 32, parallelism: 1 };
			const password_hash = await hash(password, costs);
			await prisma.user.update({ where: { id: 'bob' }, data: { password_hash } });

			expect(await signIn(password)).toBe(true);
			expect(await stored()).toBe(password_hash);
		});
	});
});
