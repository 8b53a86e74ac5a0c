import type { RequestEvent } from '@sveltejs/kit';
import { LibSql } from './libsql.js';
import { describe, expect, test } from 'vitest';
import { PrismaClient as OwnNamesClient } from '../../.prisma/own-names-sqlite/client/client.js';
import { PrismaClient } from '../../prisma/client/client.js';
import { OWN_NAMES } from '../../e2e/support/schemas.js';
import { GuardianError } from './errors.js';
import { coreModels, secretModel } from './database/core-models.js';
import { sourceOf } from './database/models.js';
import { readConfig } from './config.js';

/** Nothing here asks the database anything. */
const prisma = new PrismaClient({ adapter: new LibSql({ url: ':memory:' }) });
const ownNames = new OwnNamesClient({ adapter: new LibSql({ url: ':memory:' }) });
const DAY = 24 * 60 * 60;

/** As JavaScript would call it: the types refuse most of what is tried here. */
const read = (options?: unknown) =>
	readConfig(options as Parameters<typeof readConfig>[0], (path) => `/base${path}`);

function mistake(options: unknown): GuardianError {
	try {
		read(options);
	} catch (error) {
		if (error instanceof GuardianError) return error;
		throw error;
	}
	throw new Error('The options were accepted.');
}

/** The same client to look at, less some columns of a model. */
function without(model: 'user' | 'session', ...columns: string[]) {
	const fields = Object.entries(prisma[model].fields).filter(([name]) => !columns.includes(name));
	const { user, session, guardianSecret } = prisma;
	return { user, session, guardianSecret, [model]: { fields: Object.fromEntries(fields) } };
}

describe('a wrong option is refused by its name, with what to write instead', () => {
	test.each([
		[{ secret: '' }, 'secret: write at least 32 random bytes'],
		[{ secret: 'x'.repeat(31) }, 'secret: write at least 32 random bytes'],
		[{ secret: 1 }, 'secret: write at least 32 random bytes'],
		[{ secret: [] }, 'secret: write at least 32 random bytes'],
		[{ secret: ['x'.repeat(32), 'short'] }, 'secret'],
		[{ passwords: { hibp: 'yes' } }, 'passwords.hibp: write true, false, or options'],
		[{ passwords: { hibp: { timeout: 11 } } }, 'passwords.hibp.timeout: write at most 10 seconds.'],
		[{ passwords: { hibp: { url: 'ftp://a.example' } } }, 'passwords.hibp.url: write the address'],
		[
			{ passwords: { hibp: { url: 'https://a.example/?q=' } } },
			'passwords.hibp.url: write the address'
		],
		[
			{ passwords: { hibp: { url: 'https://ann:secret@a.example/' } } },
			'passwords.hibp.url: write the address'
		],
		[{ passwords: { policy: 1 } }, 'passwords.policy: there is no such option.'],
		[{ session: { maxPerUser: 0 } }, 'session.maxPerUser: write at least 1 session.'],
		[{ session: { maxPerUser: 1.5 } }, 'session.maxPerUser: write a whole number'],
		[{ session: { idle: 0 } }, 'session.idle: write a number of seconds above 0.'],
		[{ session: { idle: -1 } }, 'session.idle: write a number of seconds above 0.'],
		[{ session: { idle: '60' } }, 'session.idle: write a number of seconds.'],
		[{ session: { idle: NaN } }, 'session.idle: write a number of seconds.'],
		[{ session: { absolute: Infinity } }, 'session.absolute: write a number of seconds.'],
		[{ session: { absolute: 0 } }, 'session.absolute: write a number of seconds above 0.'],
		[
			{ session: { deleteExpiredEvery: 0 } },
			'session.deleteExpiredEvery: write a number of seconds above 0.'
		],
		[
			{ session: { deleteExpiredEvery: 1e9 } },
			'session.deleteExpiredEvery: write at most 2147483 seconds.'
		],
		[{ session: { renewAfter: -1 } }, 'session.renewAfter: write 0 or more seconds.'],
		[{ session: { renewAfter: '1' } }, 'session.renewAfter: write a number of seconds.'],
		[
			{ session: { idle: 61, absolute: 60 } },
			'session.idle: 61 s is longer than session.absolute, 60 s. Write at most that.'
		],
		[
			{ session: { idle: 60, renewAfter: 30.001 } },
			'session.renewAfter: write at most half of session.idle, 30 s.'
		],
		[{ session: 60 }, 'session: Invalid input: expected object'],
		[{ cookie: { name: '' } }, 'cookie.name: use letters, digits, `_`, `.` and `-`.'],
		[{ cookie: { name: 'a b' } }, 'cookie.name: use letters, digits, `_`, `.` and `-`.'],
		[{ cookie: { name: 'a;b' } }, 'cookie.name: use letters, digits, `_`, `.` and `-`.'],
		[{ cookie: { name: '__Host-a' } }, 'cookie.name: leave the prefix out: it is added'],
		[{ cookie: { name: '__secure-a' } }, 'cookie.name: leave the prefix out: it is added'],
		[{ cookie: { name: 1 } }, 'cookie.name: Invalid input: expected string'],
		[{ cookie: { secure: 'yes' } }, "cookie.secure: write 'auto', true or false."],
		[{ cookie: { domain: '' } }, 'cookie.domain: write a domain such as "example.com", without'],
		[{ cookie: { domain: 1 } }, 'cookie.domain: Invalid input: expected string'],
		[{ cookie: { sameSite: 'none' } }, "cookie.sameSite: write 'lax' or 'strict'."],
		[{ pages: { signIn: 1 } }, 'pages.signIn: write a path such as "/signin".'],
		[{ pages: { signIn: 'signin' } }, 'pages.signIn: write a path of your app such as "/signin"'],
		[{ pages: { signOut: '//evil.example' } }, 'pages.signOut: write a path of your app'],
		[{ pages: { afterSignIn: '/\\evil.example' } }, 'pages.afterSignIn: write a path of your app'],
		[{ pages: { afterSignOut: 'https://a.b' } }, 'pages.afterSignOut: write a path of your app'],
		[{ pages: { afterSignOut: '/a b' } }, 'pages.afterSignOut: write a path of your app'],
		// `?callbackUrl=` and `?error=` are put behind these two.
		[
			{ csrf: { trustedOrigins: ['https://a.example/'] } },
			'csrf.trustedOrigins.0: write an origin'
		],
		[{ csrf: { trustedOrigins: ['*'] } }, 'csrf.trustedOrigins.0: write an origin'],
		[{ csrf: { trustedOrigins: ['null'] } }, 'csrf.trustedOrigins.0: write an origin'],
		[{ csrf: { trustedOrigins: 'https://a.example' } }, 'csrf.trustedOrigins: write a list'],
		[
			{ pages: { signIn: '/signin?tab=a' } },
			'pages.signIn: write only the path: svelte-guardian adds'
		],
		[
			{ pages: { signOut: '/signout#form' } },
			'pages.signOut: write only the path: svelte-guardian adds'
		],
		[{ signOutAction: 'none' }, "signOutAction: write 'handle' or 'page'."],
		[{ store: { timeout: 0 } }, 'store.timeout: write a number of seconds above 0.'],
		[{ events: { afterSignOut: 'log' } }, 'events.afterSignOut: write a function.'],
		[{ events: { beforeSignOut: true } }, 'events.beforeSignOut: write a function.'],
		[{ securityHeaders: true }, 'securityHeaders: write false, or { frameAncestors'],
		[{ securityHeaders: { frameAncestors: "'self'; script-src *" } }, 'securityHeaders'],
		[{ securityHeaders: { frameAncestors: 'a\r\nb' } }, 'securityHeaders'],
		[{ securityHeaders: { referrerPolicy: 'unsafe-url' } }, 'securityHeaders'],
		[{ clearSiteData: 'storage' }, "clearSiteData: write true, or a list of 'storage', 'cache',"],
		[{ clearSiteData: ['*'] }, "clearSiteData: write true, or a list of 'storage', 'cache',"],
		[
			{ cookie: { legacy: 'old' } },
			'cookie.legacy: write a list such as [{ name: "old_session" }].'
		],
		[{ cookie: { legacy: [{}] } }, 'cookie.legacy.0.name: write the name of a cookie.'],
		[
			{ cookie: { legacy: [{ name: 'old', path: 'app' }] } },
			'cookie.legacy.0.path: write a path such as "/".'
		],
		[{ fromLucia: {} }, 'fromLucia.until: write the day when it ends, such as new Date('],
		[{ fromLucia: { until: '2027' } }, 'fromLucia.until: write the day when it ends'],
		[{ user: { select: { email: false } } }, 'user.select.email: write `true`, or leave the'],
		[{ user: { select: ['email'] } }, 'user.select: Invalid input: expected record'],
		[{ user: { select: { nickname: true } } }, 'your model `User` has no such column.'],
		[{ user: { select: { sessions: true } } }, 'your model `User` has no such column.'],
		[{ user: { select: { passwordHash: true } } }, 'user.select.passwordHash: take it out'],
		[{ session: { select: { id: true } } }, 'session.select.id: this is no column of your own'],
		[{ session: { select: { label: true } } }, 'model of sessions. It has none.'],
		[{ sesion: {} }, 'sesion: there is no such option. Take it out.'],
		[{ session: { maxAge: 1 } }, 'session.maxAge: there is no such option. Take it out.']
	])('%j', (options, sentence) => {
		const error = mistake({ prisma, ...options });

		expect(error.code).toBe('CONFIG_INVALID');
		expect(error.message).toContain(sentence);
	});

	test('no options at all', () => {
		expect(mistake(undefined).message).toContain('pass your PrismaClient');
	});

	test('all that is wrong is told at once', () => {
		const { message } = mistake({ prisma, sesion: {}, cookie: { name: '', secure: 1 } });

		expect(message.split('\n')).toHaveLength(4);
	});
});

describe('a client that cannot do is refused, with where the models are', () => {
	test.each([
		['none', undefined, 'prisma: pass your PrismaClient: guardianAuth({ prisma: new PrismaClient('],
		['null', null, 'prisma: pass your PrismaClient'],
		['a URL', 'file:./dev.db', 'prisma: pass your PrismaClient'],
		['no models', {}, 'prisma: your Prisma schema has no model `User`.'],
		['no Session', { user: prisma.user }, 'prisma: your Prisma schema has no model `Session`.'],
		['no email', without('user', 'email'), 'prisma: your model `User` lacks `email`.'],
		[
			'neither publicId nor lastUsedAt',
			without('session', 'publicId', 'lastUsedAt'),
			'prisma: your model `Session` lacks `publicId`, `lastUsedAt`.'
		]
	])('%s', (_, client, sentence) => {
		expect(mistake({ prisma: client }).message).toContain(sentence);
	});

	test('a model for the secret is needed only where the app passes none', () => {
		const { user, session } = prisma;
		const { message } = mistake({ prisma: { user, session } });
		expect(message).toContain('has no model `GuardianSecret`');
		expect(message).toContain('Or set the option `secret`');
		const secret = ['1', '2'].map((one) => one.repeat(32));
		expect(read({ prisma: { user, session }, secret }).secrets).toEqual(secret);
		expect(read({ prisma: { user, session }, secret: secret[0] }).secrets).toEqual([secret[0]]);
	});

	test('it is told where to take them from', () => {
		expect(mistake({ prisma: without('user', 'email') }).message).toContain(
			'node_modules/svelte-guardian/prisma/guardian.prisma and run `prisma generate`'
		);
	});
});

describe('FR26: an extension that hides a column of the kit is refused', () => {
	const compute = () => undefined;
	const hiding = (model: 'user' | 'session', column: string) =>
		prisma.$extends({ result: { [model]: { [column]: { needs: {}, compute } } } });

	test.each([
		['user', 'passwordHash'],
		['user', 'email'],
		['user', 'id'],
		['user', 'disabledAt'],
		['session', 'expiresAt'],
		['session', 'id']
	] as const)('%s.%s', (model, column) => {
		expect(mistake({ prisma: hiding(model, column) }).message).toContain(
			`prisma: an extension of your client computes \`${column}\` of your model`
		);
	});

	test('columns that the kit does not need may be computed', () => {
		expect(() => read({ prisma: hiding('user', 'initials') })).not.toThrow();
		expect(() => read({ prisma: hiding('user', 'name') })).not.toThrow();
	});
});

describe('models and fields may have names of the app’s own', () => {
	const fields = {
		user: { id: 'uid', email: 'mail', passwordHash: 'hashedPassword', name: 'fullName' },
		session: OWN_NAMES.session.fields
	};
	const named = (
		user: Record<string, unknown> = {},
		session: Record<string, unknown> = {},
		rest: object = {}
	) => ({
		user: { modelName: 'authUser', fields: { ...fields.user, ...user }, ...rest },
		session: { modelName: 'authSession', fields: { ...fields.session, ...session } }
	});

	test('with all of them, nothing is missed; columns go by the kit’s names', () => {
		const {
			columns,
			lifetime,
			prisma: models
		} = read({
			prisma: ownNames,
			secret: 'x'.repeat(32),
			...named()
		});

		expect(columns).toEqual({ email: true, name: true });
		expect(lifetime).toEqual({ idle: 30 * DAY, absolute: 90 * DAY, renewAfter: 300 });
		expect(Object.keys(models.user.fields)).toContain('passwordHash');
	});

	test.each<[options: object, sentence: string]>([
		[
			{ user: { modelName: 'authUsr' } },
			'user.modelName: your Prisma client has no `authUsr`. Write one of `authUser`, `authSession`, `authLimit`.'
		],
		[{ user: { modelName: 1 } }, 'user.modelName: write the name of a model'],
		[{ user: {} }, 'your Prisma schema has no model `User`. Take it over from'],
		[{ user: {} }, 'Or name yours in user.modelName.'],
		[
			{ user: { modelName: 'authUser' } },
			'prisma: your model `AuthUser` lacks `id`, `passwordHash`. Take it over from'
		],
		[{ user: { modelName: 'authUser' } }, 'Or say in user.fields how you call them.'],
		[
			named({ email: 'mial' }),
			'user.fields.email: your model `AuthUser` has no column `mial`. Write one of `uid`, `mail`,'
		],
		[named({ name: 'logins' }), 'user.fields.name: your model `AuthUser` has no column `logins`.'],
		[named({ name: 'mail' }), 'user.fields.name: `mail` stands for `email` as well.'],
		[
			named({ passwordHash: 'blocked' }),
			'user.fields.passwordHash: `blocked` of your model `AuthUser` is Boolean, and has to be String.'
		],
		[named({}, { id: 'user_id' }), 'session.fields.id: `user_id` stands for `userId` as well.'],
		[named({}, { id: 'created' }), 'session.fields.id: `created` stands for `createdAt` as well.'],
		[
			named({}, { user: 'person' }),
			'session.fields.user: your model `AuthSession` has no relation `person` to `AuthUser`. Write `owner`.'
		],
		[named({}, { user: '' }), 'session.fields.user: write the name of a column, or leave'],
		[named({ emial: 'mail' }), 'user.fields.emial: there is no such option. Take it out.'],
		[
			named({}, {}, { select: { hashedPassword: true } }),
			'user.select.hashedPassword: your model `User` has no such column.'
		],
		[named({}, {}, { select: { passwordHash: true } }), 'user.select.passwordHash: take it out'],
		[named({}, {}, { select: { mail: true } }), 'user.select.mail: your model `User` has no such'],
		...[
			'nickname',
			'device_label',
			'owner',
			'id',
			'hash',
			'userId',
			'user_id',
			'publicId',
			'toString'
		].map(
			(column) =>
				[
					{ ...named(), session: { ...named().session, select: { [column]: true } } },
					`session.select.${column}: this is no column of your own in your model of sessions. Write one of \`label\`.`
				] satisfies [object, string]
		),
		[
			{ ...named(), session: { ...named().session, select: { label: false } } },
			'session.select.label: write `true`, or leave the column out.'
		]
	])('%j', (options, sentence) => {
		const { message } = mistake({ prisma: ownNames, secret: 'x'.repeat(32), ...options });
		expect(message).toContain(sentence);
	});
});

describe('what is left out has a default', () => {
	test('everything but the client may be', () => {
		const { prisma: models, withBasePath, paths, ...config } = read({ prisma });

		expect(sourceOf(models).client).toBe(prisma);
		expect(withBasePath('/x')).toBe('/base/x');
		const { pages } = paths;
		const event = {} as RequestEvent;
		expect([pages.signIn(event), pages.signOut(event)]).toEqual(['/base/signin', '/base/signout']);
		expect([pages.afterSignIn(event), pages.afterSignOut(event)]).toEqual(['/base/', '/base/']);
		expect(config).toEqual({
			declarations: { ...secretModel, ...coreModels },
			secrets: null,
			locals: { user: 'user', session: 'session' },
			names: {
				guardianSecret: { modelName: 'guardianSecret', fields: {} },
				user: { modelName: 'user', fields: {} },
				session: { modelName: 'session', fields: {} }
			},
			columns: { email: true, name: true },
			sessionColumns: {},
			lifetime: { idle: 30 * DAY, absolute: 90 * DAY, renewAfter: 300 },
			cookie: { name: 'guardian_session', secure: 'auto', sameSite: 'lax', legacy: [] },
			maxPerUser: 100,
			trustedOrigins: [],
			fromLucia: null,
			signOutAction: 'handle',
			storeTimeout: 5,
			storesEvents: false,
			clearSiteData: null,
			securityHeaders: {
				frameAncestors: "'none'",
				referrerPolicy: 'strict-origin-when-cross-origin'
			},
			events: {},
			hibp: null,
			limits: {
				signIn: { points: 30, seconds: 60 },
				signUp: { points: 20, seconds: 60 },
				account: { points: 5, seconds: 300 },
				failuresInARow: 100
			}
		});
	});

	test.each([
		[{ absolute: 3600 }, { idle: 3600, absolute: 3600, renewAfter: 300 }],
		[{ absolute: 365 * DAY }, { idle: 30 * DAY, absolute: 365 * DAY, renewAfter: 300 }],
		[{ absolute: 100 }, { idle: 100, absolute: 100, renewAfter: 50 }],
		[{ idle: 60 }, { idle: 60, absolute: 90 * DAY, renewAfter: 30 }],
		[
			{ idle: 60, renewAfter: 0 },
			{ idle: 60, absolute: 90 * DAY, renewAfter: 0 }
		]
	])('SL4: session %j: %j', (session, lifetime) => {
		expect(read({ prisma, session }).lifetime).toEqual(lifetime);
	});

	test('an app whose users have no name is asked for none', () => {
		expect(read({ prisma: without('user', 'name') }).columns).toEqual({ email: true });
	});

	test('but who chooses a name has to have one', () => {
		const nameless = { prisma: without('user', 'name'), user: { select: { name: true } } };

		expect(mistake(nameless).message).toContain('user.select.name: your model `User` has no such');
	});

	test('a selection replaces the default; an empty one leaves the id alone', () => {
		expect(read({ prisma, user: { select: { createdAt: true } } }).columns).toEqual({
			createdAt: true
		});
		expect(read({ prisma, user: { select: {} } }).columns).toEqual({});
	});
});

test.each([
	[true, '"storage"'],
	[false, null],
	[[], null],
	[['storage', 'executionContexts'], '"storage", "executionContexts"']
])('SO9: clearSiteData %j sends %s', (clearSiteData, header) => {
	expect(read({ prisma, clearSiteData }).clearSiteData).toBe(header);
});

test('an event handler may be a method: it keeps its `this`', async () => {
	class Audit {
		#count = 0;
		get count() {
			return this.#count;
		}
		afterSignOut() {
			this.#count++;
		}
	}
	const events = new Audit();
	await read({ prisma, events }).events.afterSignOut?.({} as never);

	expect(events.count).toBe(1);
});

describe('HU2: an origin with a wildcard is refused, since it would match nothing', () => {
	test.each([
		'https://*.example.com',
		'https://*',
		'https://*:3000',
		'exp://*',
		'*',
		'*.example.com'
	])('%j', (origin) => {
		expect(mistake({ csrf: { trustedOrigins: [origin] } }).message).toMatch(
			/csrf\.trustedOrigins\.0: write .*\*/
		);
	});
});

describe('HU3: the origin of an app in a web view can be trusted', () => {
	test.each([
		'capacitor://localhost',
		'tauri://localhost',
		'app://obsidian.md',
		'chrome-extension://aapbdbdomjkkjkaonfhkkikfgjllcleb',
		'ionic://localhost:8080'
	])('%j', (origin) => {
		expect(read({ prisma, csrf: { trustedOrigins: [origin] } }).trustedOrigins).toEqual([origin]);
	});

	test.each([
		'capacitor://localhost/',
		'capacitor://localhost/index.html',
		'capacitor://ann@localhost',
		'capacitor:localhost',
		'file://',
		'data:text/html,a',
		'null'
	])('%j is no origin', (origin) => {
		expect(mistake({ csrf: { trustedOrigins: [origin] } }).message).toContain(
			'trustedOrigins.0: write'
		);
	});
});

describe('HU4: a page may have a name in the language of the app', () => {
	const event = { url: new URL('https://app.example/') } as RequestEvent;

	test.each([
		['/završi-profil', '/base/zavr%C5%A1i-profil'],
		['/日本/サインイン', '/base/%E6%97%A5%E6%9C%AC/%E3%82%B5%E3%82%A4%E3%83%B3%E3%82%A4%E3%83%B3'],
		['/caf\u00e9', '/base/caf%C3%A9'],
		['/caf%C3%A9', '/base/caf%C3%A9'],
		['/😀', '/base/%F0%9F%98%80']
	])('%j leads to %j', (path, address) => {
		for (const page of ['signIn', 'signOut', 'afterSignIn', 'afterSignOut'] as const) {
			for (const option of [path, () => path]) {
				const { pages } = read({ prisma, pages: { [page]: option } }).paths;
				expect(pages[page](event)).toBe(address);
			}
		}
	});

	test.each([
		'/a\u00a0b',
		'/a\u3000b',
		'/a\u0085',
		'/\ud800',
		'/a\u2028b',
		'/a\u200eb',
		'/a\ufeffb'
	])('%j is refused: nobody sees what is in it', (path) => {
		expect(mistake({ pages: { signIn: path } }).message).toContain('pages.signIn: write a path');
	});
});

describe('HU5: a domain that no browser takes is refused at startup', () => {
	test.each([
		'https://example.com',
		'example.com:3000',
		'example.com/',
		'example.com; Path=/',
		'*.example.com',
		'example..com',
		'exa mple.com',
		'127.0.0.1',
		'[::1]',
		'com',
		'.',
		'münchen.example'
	])('%j', (domain) => {
		expect(mistake({ cookie: { domain } }).message).toContain('cookie.domain: write a domain');
	});

	test.each([
		'example.com',
		'.example.com',
		'App.Example.com',
		'localhost',
		'xn--mnchen-3ya.example'
	])('%j is taken', (domain) => {
		expect(read({ prisma, cookie: { domain } }).cookie.domain).toBe(domain);
	});
});

test('NC30: the base path is read once: in a request, SvelteKit would make it relative', () => {
	let isInRequest = false;
	const { withBasePath } = readConfig({ prisma }, (path) =>
		isInRequest ? `..${path}` : `/base${path}`
	);
	isInRequest = true;
	expect(withBasePath('/_guardian/email/verify')).toBe('/base/_guardian/email/verify');
});
