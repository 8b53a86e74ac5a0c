import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test, vi } from 'vitest';
import fc from 'fast-check';
import { providers, type Provider } from '../../../e2e/support/database.js';
import { runs } from '../../../e2e/support/gate.js';
import {
	emptyBrowser,
	Model,
	NAMES,
	STORES,
	told,
	type Deed,
	type Outcome,
	type Person,
	type Store,
	type Target
} from './model.test.support.js';
import { compare, expected, loosely, meant } from './model-checks.test.support.js';
import { FAULTS } from './store.test.support.js';
import { createWorld, type World } from './world.test.support.js';

/**
 * How many histories; each begins with Ann signed in on the phone and the laptop, and Bob on the tablet. The usual number
 * is for every run of the tests, and smaller where each takes longer; try thousands, and other seeds, after a change to
 * sign-out.
 */
const RUNS: Record<Provider, number> = {
	sqlite: runs(15, 100),
	postgresql: runs(3, 100)
};
const SEED = Number(process.env.GUARDIAN_SEED ?? 1);
const START = Date.UTC(2026, 0, 1);

let world: World;
beforeEach(() => {
	vi.useFakeTimers({ toFake: ['Date'], now: START });
	// The kit reports every fault that it is put through here.
	vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

type Step = fc.AsyncCommand<Model, World>;

function step(
	sentence: string,
	run: (model: Model, world: World) => Promise<void>,
	check: (model: Readonly<Model>) => boolean = () => true
): Step {
	return {
		check,
		run: async (model, world) => {
			await run(model, world);
			await compare(model, world);
		},
		toString: () => `\n  ${sentence}`
	};
}

const alone = (deed: Deed) =>
	step(told(deed), async (model, world) => {
		const publicId = meant(model, world, deed);
		const outcome = await world.perform(world.browsers[deed.browser]!, deed, publicId);
		// A form's answer is an address, and tells less.
		const should = expected(model, world, deed, publicId);
		expect(outcome, told(deed)).toEqual('before' in outcome ? should : seenInForm(should));
		expect(world.tokenOf(world.browsers[deed.browser]!), 'the cookie').toBe(
			model.browsers[deed.browser]!.token
		);
	});

const seenInForm = ({ ok, code, signedOut }: Outcome) => (ok ? { ok, signedOut } : { ok, code });

/** Two at a time, statement by statement; `late` enough for a visit to renew its session. */
const together = (one: Deed, two: Deed, order: boolean[], late: boolean) =>
	step(
		`${late ? '60 seconds later, ' : ''}at once, in the order ${order.map((two) => (two ? 2 : 1)).join('')}: ${told(one)}; and ${told(two)}`,
		async (model, world) => {
			if (late) await pass(60).run(model, world);
			await loosely(model, world, [one, two], (one, two) => world.lanes.both(order, one!, two!));
		},
		({ store }) => store === 'up'
	);

/** The database fails in the middle of a request. */
const interrupted = (deed: Deed, statements: number, store: Store) =>
	step(
		`${told(deed)}, and after ${statements} statements ${STORES[store]}`,
		async (model, world) => {
			const fail = () => world.turn(store);
			await loosely(model, world, [deed], async (act) => [
				await world.lanes.interrupt(statements, fail, act!)
			]);
			model.store = world.store;
		},
		(model) => model.store === 'up'
	);

const replay = (nth: number) =>
	step(
		`somebody tries the ${nth + 1}th token that there ever was`,
		async (model, world) => {
			const token = [...world.tokens.values()][nth];
			if (token) await tryToken(model, world, token);
		},
		({ known }) => known.size > nth
	);

async function tryToken(model: Model, world: World, token: string) {
	const outcome = await world.perform(world.stranger(token), { kind: 'visit', browser: 0 }, '');
	expect(outcome.after, 'whom the token opens to').toBe(model.visit(emptyBrowser(token)).status);
}

const turn = (store: Store) =>
	step(
		STORES[store],
		async (model, world) => {
			await world.turn(store);
			model.store = store;
		},
		(model) => model.store !== store
	);

/** In one step, for what follows from a pending sign-out is worth more tries than chance gives it. */
const outage = (deed: Deed, store: Store, later: number) =>
	step(
		`for a moment ${STORES[store]}, and meanwhile ${told(deed)}; ${later} seconds pass`,
		async (model, world) => {
			await turn(store).run(model, world);
			await alone(deed).run(model, world);
			await turn('up').run(model, world);
			await pass(later).run(model, world);
		},
		(model) => model.store === 'up'
	);

const disable = (person: Person, disabled: boolean) =>
	step(
		`${person} is ${disabled ? 'disabled' : 'enabled again'}`,
		async (model, world) => {
			await world.disable(person, disabled);
			model.people.set(person, { ...model.people.get(person), disabled });
		},
		({ people, store }) =>
			people.has(person) && people.get(person)?.disabled !== disabled && store !== 'locked'
	);

const byServer = (person: Person) =>
	step(`server code ends every session of ${person}, without a request`, async (model, world) => {
		const revoked = await world.auth.sessions
			.revokeAll({ id: world.idOf(person) })
			.catch(({ code }) => code);
		expect(revoked).toBe(model.store === 'up' ? model.revokeAll(person) : 'STORE_UNAVAILABLE');
	});

const pass = (seconds: number) =>
	step(`${seconds} seconds pass`, async (model) => {
		model.now += seconds * 1000;
		vi.setSystemTime(model.now);
	});

const use = (browser: number, times: number) =>
	step(
		`${NAMES[browser]} visits a page every 500 seconds, ${times} times`,
		async (model, world) => {
			for (let time = 0; time < times; time++) {
				await pass(500).run(model, world);
				await alone({ kind: 'visit', browser }).run(model, world);
			}
		}
	);

const forget = (browser: number) =>
	step(`${NAMES[browser]} loses its cookies`, async (model, world) => {
		world.browsers[browser]!.forget();
		model.browsers[browser] = emptyBrowser();
	});

const browser = fc.nat(NAMES.length - 1);
const person = fc.constantFrom<Person>('Ann', 'Ann', 'Bob');
const target: fc.Arbitrary<Target> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.constantFrom('here', 'others', 'everywhere').map((what) => ({ what }) as Target)
	},
	fc
		.constantFrom('this id', 'sibling id', 'foreign id', 'unknown id')
		.map((what) => ({ what }) as Target),
	fc.record({ what: fc.constant('admin' as const), person, id: fc.boolean() })
);
const visit = fc.record({ kind: fc.constant('visit' as const), browser });
const signIn = fc.record({ kind: fc.constant('sign-in' as const), browser, person });
const signUp = fc.record({
	kind: fc.constant('sign-up' as const),
	browser,
	person: fc.constantFrom<Person>('Cy', 'Ann')
});
const signOut = fc.record({
	kind: fc.constant('sign-out' as const),
	browser,
	target,
	form: fc.boolean()
});
const everywhere = browser.map((browser): Deed => ({
	kind: 'sign-out',
	browser,
	target: { what: 'everywhere' },
	form: true
}));
const leaving = fc.oneof(signOut, everywhere);
const deed: fc.Arbitrary<Deed> = fc.oneof(
	{ weight: 3, arbitrary: visit },
	{ weight: 5, arbitrary: signIn },
	{ weight: 5, arbitrary: signOut }
);
// Overtaken between its first two statements: the classic, so it is tried more often.
const overtaken = fc.constant<boolean[]>([false, true, true, true, true]);
const order = fc.oneof(overtaken, fc.array(fc.boolean(), { minLength: 4, maxLength: 8 }));
const weighted = (faults: fc.Arbitrary<Store>): [number, fc.Arbitrary<Step>][] => [
	[10, deed.map(alone)],
	[1, signUp.map(alone)],
	[4, fc.tuple(deed, signOut, order, fc.boolean()).map((all) => together(...all))],
	[2, fc.tuple(deed, fc.integer({ min: 1, max: 4 }), faults).map((all) => interrupted(...all))],
	[2, fc.tuple(leaving, faults, fc.constantFrom(0, 301)).map((all) => outage(...all))],
	[3, fc.constantFrom(1, 60, 240, 301, 599, 600, 1490).map(pass)],
	[1, fc.tuple(browser, fc.integer({ min: 2, max: 3 })).map((both) => use(...both))],
	[1, fc.nat(5).map(replay)],
	[1, faults.map(turn)],
	[3, fc.constant(turn('up'))],
	[
		1,
		fc.tuple(fc.constantFrom<Person>('Ann', 'Bob'), fc.boolean()).map((both) => disable(...both))
	],
	[1, person.map(byServer)],
	[1, browser.map(forget)]
];
const stepsOn = (provider: Provider) =>
	weighted(fc.constantFrom(...FAULTS[provider])).flatMap(([weight, arbitrary]) =>
		Array.from({ length: weight }, () => arbitrary)
	);

/** Plays a history on a new database, and then looks at everything that is left of it. */
async function play(history: Iterable<Step>): Promise<Model> {
	await world.reset();
	vi.setSystemTime(START);
	const model = new Model(START);
	for (const [index, person] of (['Ann', 'Ann', 'Bob'] as const).entries()) {
		await alone({ kind: 'sign-in', browser: index, person }).run(model, world);
	}
	await fc.asyncModelRun(() => ({ model, real: world }), history);

	await world.turn('up');
	model.store = 'up';
	for (const [index, browser] of world.browsers.entries()) {
		await alone({ kind: 'visit', browser: index }).run(model, world);
		expect(world.pendingOf(browser), 'no sign-out is left pending').toEqual([]);
	}
	for (const token of world.tokens.values()) await tryToken(model, world, token);
	await compare(model, world);
	return model;
}

const leave = (browser: number, what: 'everywhere' | 'others') =>
	({ kind: 'sign-out', browser, target: { what }, form: true }) as const;

describe.each(providers)('MI2: on %s', (provider) => {
	beforeAll(async () => {
		world = await createWorld(provider);
	});
	afterAll(() => world.close());

	test(
		'in every history: what was ended stays ended, nobody else is touched, and every end is told of once',
		async () => {
			const histories = fc.commands(stepsOn(provider), { maxCommands: 25, size: 'max' });
			const property = fc.asyncProperty(histories, async (history) => void (await play(history)));
			await fc.assert(property, { numRuns: RUNS[provider], seed: SEED });
		},
		60_000 + RUNS[provider] * 3_000
	);

	test('a sign-in more than five minutes after a pending sign-out everywhere is none of its business', async () => {
		const signIn = alone({ kind: 'sign-in', browser: 3, person: 'Ann' });
		expect(
			(await play([outage(leave(0, 'everywhere'), 'gone', 301), signIn])).rowsOf('Ann')
		).toHaveLength(1);
	});

	test('SE8: a pending sign-out everywhere holds also where its own session is ended before it', async () => {
		const model = await play([
			outage(leave(0, 'everywhere'), 'gone', 0),
			alone(leave(1, 'others'))
		]);
		expect(model.rowsOf('Ann')).toEqual([]);
	});
});
