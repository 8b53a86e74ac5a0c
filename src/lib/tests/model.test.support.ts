import { createHash } from 'node:crypto';

/** Short, and around the five minutes by which the clocks of servers may differ. In seconds. */
export const lifetime = { idle: 600, absolute: 1500, renewAfter: 60 };
const SKEW = 300_000;

export type Person = 'Ann' | 'Bob' | 'Cy';
/** `gone`: the table of sessions cannot be read. `locked`: all can be read, and not written. `down`: nothing can be asked. */
export type Store = 'up' | 'gone' | 'locked' | 'down';
export type Target =
	| {
			what:
				'here' | 'others' | 'everywhere' | 'this id' | 'sibling id' | 'foreign id' | 'unknown id';
	  }
	/** By server code, whoever asks. */
	| { what: 'admin'; person: Person; id: boolean };
export type Deed =
	| { kind: 'visit'; browser: number }
	| { kind: 'sign-in'; browser: number; person: Person }
	| { kind: 'sign-up'; browser: number; person: Person }
	| { kind: 'sign-out'; browser: number; target: Target; form: boolean };

export interface Row {
	key: string;
	publicId: string;
	person: Person;
	createdAt: number;
	lastUsedAt: number;
	expiresAt: number;
}
export interface Kept {
	token: string | null;
	tokenUntil: number;
	pendingRevocations: {
		key: string;
		scope: string;
		/** As the sealed cookie says. */
		person: Person | null;
		requestedAt: number;
	}[];
}
/** What `afterSignOut` is told. */
export interface Told {
	person: string | null;
	scope: string;
	reason: string;
	revoked: number;
}
export type Status = 'signed-in' | 'anonymous' | 'unavailable';
export interface Outcome {
	/** As `handle` found it. */
	before: Status;
	after: Status;
	ok?: boolean;
	code?: string | undefined;
	revoked?: number | undefined;
	signedOut?: boolean | undefined;
}
interface Visited {
	status: Status;
	/** What the request carried, unless it was found to be worth nothing. */
	token: string | null;
	row: Row | null;
}

export const NAMES = ['the phone', 'the laptop', 'the tablet', 'the library’s computer'];
const TARGETS: Record<Target['what'], string> = {
	here: 'signs out',
	others: 'signs the other browsers out',
	everywhere: 'signs out everywhere',
	'this id': 'ends its own session by its id',
	'sibling id': 'ends another session of the same person by its id',
	'foreign id': 'tries to end a session of somebody else by its id',
	'unknown id': 'tries to end a session that there is not',
	admin: 'has server code sign out'
};

/** In words, for the history of a failure. */
export function told(deed: Deed): string {
	const where = NAMES[deed.browser];
	if (deed.kind === 'visit') return `${where} visits a page`;
	if (deed.kind === 'sign-in') return `${deed.person} signs in on ${where}`;
	if (deed.kind === 'sign-up') return `${deed.person} signs up on ${where}`;
	const { target } = deed;
	const whom =
		target.what === 'admin' ? ` ${target.person}${target.id ? ', one session by its id' : ''}` : '';
	return `${where} ${TARGETS[target.what]}${whom}${deed.form && !whom ? ' (form)' : ''}`;
}

export const STORES: Record<Store, string> = {
	up: 'the database is back',
	gone: 'the table of sessions cannot be reached',
	locked: 'another process locks the database',
	down: 'the server cuts every connection and takes no other'
};

export const keyOf = (token: string) => createHash('sha256').update(token).digest('hex');
export const emptyBrowser = (token: string | null = null): Kept => ({
	token,
	tokenUntil: Infinity,
	pendingRevocations: []
});

/** What should be: sessions as plain data, one thing after the other, and no way to fail but the one it was told. */
export class Model {
	store: Store = 'up';
	people = new Map<Person, { disabled: boolean; createdAt?: number }>([
		['Ann', { disabled: false }],
		['Bob', { disabled: false }]
	]);
	/** Whose every session is that ever was, by its key. */
	known = new Map<string, Person>();
	rows = new Map<string, Row>();
	browsers: Kept[] = Array.from({ length: 4 }, () => emptyBrowser());
	told: Told[] = [];

	constructor(public now: number) {}

	rowsOf = (person: Person) => [...this.rows.values()].filter((row) => row.person === person);
	/** Whether a session cannot even be read. */
	get isDark() {
		return this.store === 'gone' || this.store === 'down';
	}
	isLive = (row: Row) => this.now < row.expiresAt;

	#end(rows: Row[], told: Omit<Told, 'revoked'>): number {
		for (const { key } of rows) this.rows.delete(key);
		if (rows.length > 0) this.told.push({ ...told, revoked: rows.length });
		return rows.length;
	}

	#finishPending(browser: Kept) {
		const left: Kept['pendingRevocations'] = [];
		for (const pending of browser.pendingRevocations) {
			const row = this.rows.get(pending.key);
			const { person } = pending;
			// The user is known, so a deletion is tried whether or not there is a row.
			const fails = left.length > 0 || this.isDark || this.store === 'locked';
			if (fails) left.push(pending);
			else if (pending.scope === 'all') {
				const until = pending.requestedAt + SKEW;
				const earlier = this.rowsOf(person!).filter(
					(other) => other === row || other.createdAt <= until
				);
				this.#end(earlier, { person, scope: 'all', reason: 'all' });
			} else if (row) this.#end([row], { person, scope: 'current', reason: 'user' });
		}
		if (left.length < browser.pendingRevocations.length) this.#keep(browser, left);
	}

	#keep(browser: Kept, pendingRevocations: Kept['pendingRevocations']) {
		browser.pendingRevocations = pendingRevocations.slice(-5);
	}

	visit(browser: Kept): Visited {
		if (browser.tokenUntil <= this.now) browser.token = null;
		browser.pendingRevocations = browser.pendingRevocations.filter(
			({ requestedAt }) => requestedAt + lifetime.absolute * 1000 > this.now
		);
		this.#finishPending(browser);
		const { token } = browser;
		if (token === null) return { status: 'anonymous', token, row: null };
		if (this.isDark) return { status: 'unavailable', token, row: null };

		const row = this.rows.get(keyOf(token));
		const disabled = row && this.people.get(row.person)?.disabled;
		if (!row || disabled || !this.isLive(row)) {
			if (row && this.store === 'locked') return { status: 'unavailable', token, row: null };
			const reason = disabled ? 'disabled' : 'expired';
			if (row && disabled) {
				this.#end(this.rowsOf(row.person), { person: row.person, scope: 'all', reason });
			} else if (row) this.#end([row], { person: row.person, scope: 'current', reason });
			browser.token = null;
			return { status: 'anonymous', token: null, row: null };
		}
		// A use that cannot be written down locks nobody out, and prolongs nothing.
		const isDue = this.now >= row.lastUsedAt + lifetime.renewAfter * 1000;
		if (isDue && this.store !== 'locked') {
			row.lastUsedAt = this.now;
			row.expiresAt = this.#expiry(row.createdAt);
		}
		return { status: 'signed-in', token, row };
	}

	#expiry = (createdAt: number) =>
		Math.min(this.now + lifetime.idle * 1000, createdAt + lifetime.absolute * 1000);

	/** @param issued the random part of the new session, which only the library can know */
	signIn(
		browser: Kept,
		person: Person,
		issued: { token: string; publicId: string } | null,
		isNew: boolean
	): Outcome {
		const { status: before, token: previous, row: held } = this.visit(browser);
		const fail = (code: string): Outcome => ({ before, after: before, ok: false, code });
		if (this.store === 'down') return fail('STORE_UNAVAILABLE');
		if (isNew) {
			if (this.store === 'locked') return fail('STORE_UNAVAILABLE');
			const there = this.people.get(person);
			// The same form, sent again within a minute, signs in.
			const isRetry = there?.disabled === false && this.now - (there.createdAt ?? 0) <= 60_000;
			if (there && !isRetry) return fail('EMAIL_TAKEN');
			if (!there) this.people.set(person, { disabled: false, createdAt: this.now });
		} else if (this.people.get(person)?.disabled !== false) return fail('INVALID_CREDENTIALS');
		if (this.store !== 'up') return fail(isNew ? 'SESSION_NOT_CREATED' : 'STORE_UNAVAILABLE');
		if (!issued) throw new Error(`${person} should be signed in, and got no session.`);

		const { now: createdAt } = this;
		const row = { key: keyOf(issued.token), publicId: issued.publicId, person, createdAt };
		this.known.set(row.key, person);
		this.rows.set(row.key, { ...row, lastUsedAt: createdAt, expiresAt: this.#expiry(createdAt) });
		const old = previous === null ? undefined : this.rows.get(keyOf(previous));
		const told = { person: held?.person ?? null, scope: 'current', reason: 'replaced' };
		if (old) this.#end([old], told);
		browser.token = issued.token;
		browser.tokenUntil = createdAt + lifetime.absolute * 1000;
		return { before, after: 'signed-in', ok: true };
	}

	signOut(browser: Kept, target: Target, publicId: string): Outcome {
		// A browser sends no cookie that has expired by its own clock.
		const presented = browser.tokenUntil <= this.now ? null : browser.token;
		const { status: before, token, row: self } = this.visit(browser);
		const person = target.what === 'admin' ? target.person : (self?.person ?? null);
		const isOwn = target.what !== 'admin' || target.person === self?.person;
		const { what } = target;
		const scope =
			what === 'here'
				? 'current'
				: what === 'others'
					? 'others'
					: what === 'everywhere' || (what === 'admin' && !target.id)
						? 'all'
						: 'session';
		const isThis = scope === 'session' && self !== null && publicId === self.publicId;
		const signedOut = isOwn && (scope === 'current' || scope === 'all' || isThis);
		const fail = (code: string): Outcome => {
			if (code === 'STORE_UNAVAILABLE')
				return { before, after: before, ok: false, code, signedOut: false };
			browser.token = null;
			return { before, after: 'anonymous', ok: false, code, signedOut: true };
		};
		if (signedOut && token === null && browser.pendingRevocations.length > 0)
			return fail('REVOCATION_PENDING');

		// An old cookie says whose sessions are meant, and ends none of them.
		if (isOwn && scope !== 'current' && before === 'anonymous') {
			const owner = presented === null ? undefined : this.known.get(keyOf(presented));
			const live = owner === undefined ? [] : this.rowsOf(owner).filter((row) => this.isLive(row));
			const isLeft =
				scope === 'all' ? live.length > 0 : live.some((row) => row.publicId === publicId);
			if (owner === undefined || scope === 'others' || isLeft) return fail('SIGN_IN_REQUIRED');
			if (signedOut) browser.token = null;
			return { before, after: before, ok: true, revoked: 0, signedOut };
		}
		const asks = scope === 'current' ? token !== null : person !== null;
		if (asks ? this.store !== 'up' : before === 'unavailable') {
			if (!signedOut || token === null) return fail('STORE_UNAVAILABLE');
			const pending = {
				key: keyOf(token),
				person: this.known.get(keyOf(token)) ?? null,
				scope: scope === 'all' ? scope : 'current',
				requestedAt: this.now
			};
			this.#keep(browser, [...browser.pendingRevocations, pending]);
			return fail('REVOCATION_PENDING');
		}
		const theirs = person === null ? [] : this.rowsOf(person);
		const meant =
			scope === 'current'
				? self
					? [self]
					: []
				: scope === 'others'
					? theirs.filter((row) => row !== self)
					: scope === 'all'
						? theirs
						: theirs.filter((row) => row.publicId === publicId);
		const reason = !isOwn ? 'admin' : scope === 'all' ? 'all' : 'user';
		const revoked = this.#end(meant, { person, scope, reason });
		if (signedOut) browser.token = null;
		return { before, after: signedOut ? 'anonymous' : before, ok: true, revoked, signedOut };
	}

	revokeAll(person: Person): number {
		return this.#end(this.rowsOf(person), { person, scope: 'all', reason: 'admin' });
	}

	/** Goes on from what is: after steps at the same time whose order is nobody's business. */
	adopt(rows: Row[], told: Told[], browsers: Kept[], born: ReadonlyMap<string, Person>) {
		this.rows = new Map(rows.map((row) => [row.key, row]));
		this.told.push(...told);
		this.browsers = browsers;
		for (const [key, person] of born) this.known.set(key, person);
	}
}
