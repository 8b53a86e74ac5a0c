import { expect } from 'vitest';
import {
	keyOf,
	lifetime,
	type Deed,
	type Kept,
	type Model,
	type Outcome,
	type Row
} from './model.test.support.js';
import type { World } from './world.test.support.js';

/** What holds after every step of every history. */
export async function compare(model: Model, world: World) {
	const byKey = (one: Row, other: Row) => (one.key < other.key ? -1 : 1);
	const rows = await world.rows();
	expect(rows.sort(byKey), 'the rows').toEqual([...model.rows.values()].sort(byKey));
	expect(world.told, 'what afterSignOut was told').toEqual(model.told);
	for (const { createdAt, expiresAt } of rows) {
		expect(expiresAt).toBeLessThanOrEqual(createdAt + lifetime.absolute * 1000);
	}
}

/** What the model says that this comes to. */
export function expected(model: Model, world: World, deed: Deed, publicId: string): Outcome {
	const browser = model.browsers[deed.browser]!;
	if (deed.kind === 'sign-out') return model.signOut(browser, deed.target, publicId);
	if (deed.kind === 'visit') {
		const { status } = model.visit(browser);
		return { before: status, after: status };
	}
	return model.signIn(browser, deed.person, world.issued, deed.kind === 'sign-up');
}

/** The session that a sign-out by id means, as things stand. */
export function meant(model: Model, world: World, deed: Deed): string {
	if (deed.kind !== 'sign-out') return '';
	const token = world.tokenOf(world.browsers[deed.browser]!);
	const self = token === null ? undefined : model.rows.get(keyOf(token));
	const rows = [...model.rows.values()];
	const { target } = deed;
	const row = {
		'this id': () => self,
		'sibling id': () => rows.find((row) => row !== self && row.person === self?.person),
		'foreign id': () => rows.find((row) => row.person !== self?.person),
		admin: () => rows.find((row) => target.what === 'admin' && row.person === target.person)
	}[target.what as 'admin']?.();
	return row?.publicId ?? 'nothing-has-this-id';
}

type Act = () => Promise<Partial<Outcome>>;

/** What holds in whatever order things were done, and however far they got. */
export async function loosely(
	model: Model,
	world: World,
	deeds: Deed[],
	run: (...acts: Act[]) => Promise<Partial<Outcome>[]>
) {
	const before = new Map(model.rows);
	const all: By[] = deeds.map((deed) => ({
		deed,
		publicId: meant(model, world, deed),
		token: world.tokenOf(world.browsers[deed.browser]!),
		pendingRevocations: model.browsers[deed.browser]!.pendingRevocations
	}));
	const mark = world.told.length;
	const outcomes = await run(
		...all.map(
			({ deed, publicId }) =>
				() =>
					world.perform(world.browsers[deed.browser]!, deed, publicId)
		)
	);

	const after = new Map((await world.rows()).map((row) => [row.key, row]));
	const born = [...world.tokens.keys()].filter((key) => !model.known.has(key));
	const kept = await world.kept();
	// A sign-in that failed after its row was stored may leave it: nobody has its token, and it expires.
	const mayLeaveRow = deeds.some(
		(deed, index) => 'person' in deed && /STORE|NOT_CREATED/.test(outcomes[index]?.code ?? '')
	);
	for (const key of after.keys()) {
		const isKnown = before.has(key) || born.includes(key) || mayLeaveRow;
		expect(isKnown, 'no row comes from nowhere').toBe(true);
	}
	const ended = [...before.values()].filter(({ key }) => !after.has(key));
	for (const row of ended) {
		expect(
			all.some((by) => mayEnd(model, by, row)),
			`${row.person}’s row may be touched`
		).toBe(true);
	}
	for (const [index, by] of all.entries()) {
		const outcome = outcomes[index]!;
		if (by.deed.kind !== 'sign-out') continue;
		signsOut(by.deed, by, outcome, before, after);
		leaves(kept, by.deed, by, outcome, deeds, after);
	}
	const events = world.told.slice(mark);
	const stillborn = born.filter((key) => !after.has(key)).length;
	const count = events.reduce((sum, { revoked }) => sum + revoked, 0);
	expect(count, 'every ended session is told of once').toBe(ended.length + stillborn);
	for (const name of model.people.keys()) {
		const theirs = events.filter((event) => event.person === name);
		const least = ended.filter((row) => row.person === name).length;
		const sum = theirs.reduce((sum, { revoked }) => sum + revoked, 0);
		expect(sum, `and to the right person, ${name}`).toBeGreaterThanOrEqual(least);
	}
	model.adopt([...after.values()], events, kept, world.owners);
}

type SignOut = Extract<Deed, { kind: 'sign-out' }>;
type Rows = ReadonlyMap<string, Row>;

/** What was reported ended is not there. */
function signsOut(
	{ target: { what } }: SignOut,
	{ token, publicId }: By,
	{ ok, before: status, signedOut }: Partial<Outcome>,
	before: Rows,
	after: Rows
) {
	const self = token === null ? undefined : before.get(keyOf(token));
	if (!ok || !self) return;
	if (signedOut) expect(after.has(self.key), 'an ended session stays ended').toBe(false);
	if (status !== 'signed-in') return;
	for (const row of before.values()) {
		const isTheirs = row.person === self.person;
		const isMeant =
			(row.publicId === publicId && what !== 'foreign id') ||
			(isTheirs && (what === 'everywhere' || (what === 'others' && row !== self)));
		if (isMeant) expect(after.has(row.key), 'what was ended stays ended').toBe(false);
	}
}

/** A browser that was told it is signed out is, and has a pending for what is pending. */
function leaves(
	all: Kept[],
	{ browser }: SignOut,
	{ token }: By,
	{ code, signedOut }: Partial<Outcome>,
	deeds: Deed[],
	after: Rows
) {
	const kept = all[browser]!;
	const isPending = code === 'REVOCATION_PENDING';
	if (isPending && token !== null && after.has(keyOf(token))) {
		const keys = kept.pendingRevocations.map(({ key }) => key);
		expect(keys, 'a pending for what is pending').toContain(keyOf(token));
	}
	const signsInToo = deeds.some((other) => other.browser === browser && 'person' in other);
	if ((isPending || signedOut) && !signsInToo) expect(kept.token, 'the cookie').toBeNull();
}

interface By {
	deed: Deed;
	publicId: string;
	token: string | null;
	pendingRevocations: Kept['pendingRevocations'];
}

/** Whether this deed, in any order with any other, could rightly end this session. */
function mayEnd(
	model: Model,
	{ deed, publicId, token, pendingRevocations }: By,
	row: Row
): boolean {
	const self = token === null ? undefined : model.rows.get(keyOf(token));
	for (const { key, scope, person } of pendingRevocations) {
		if (key === row.key || (scope === 'all' && person === row.person)) return true;
	}
	const isOfDisabled = self?.person === row.person && model.people.get(row.person)?.disabled;
	if (isOfDisabled) return true;
	const isDead = !model.isLive(row) || model.people.get(row.person)?.disabled;
	if (row === self && (isDead || deed.kind === 'sign-in' || deed.kind === 'sign-up')) return true;
	if (deed.kind !== 'sign-out') return false;
	const { target } = deed;
	if (target.what === 'admin')
		return row.person === target.person && (!target.id || row.publicId === publicId);
	if (target.what === 'here') return row === self;
	if (target.what === 'others') return row !== self && row.person === self?.person;
	if (target.what === 'everywhere') return row.person === self?.person;
	return row.publicId === publicId && row.person === self?.person;
}
