import { describe, expect, test } from 'vitest';
import { expiryAfterUse, isLive, isRenewalDue } from './lifetime.js';

const lifetime = { idle: 60, absolute: 150, renewAfter: 5 };
const SIGN_IN = Date.UTC(2026, 0, 1);
const at = (seconds: number) => new Date(SIGN_IN + seconds * 1000);

/** A session used last at `used` seconds after sign-in, as it stands in the database. */
const session = (used: number, expires = expiryAfterUse(use(used), lifetime)) => ({
	createdAt: at(0),
	lastUsedAt: at(used),
	expiresAt: expires
});
const use = (used: number) => ({ createdAt: at(0), usedAt: at(used) });

describe('SL4: a session ends after the idle time', () => {
	test.each([
		[0, 59.999, true],
		[0, 60, false],
		[0, 60.001, false],
		[30, 89.999, true],
		[30, 90, false]
	])('used at %d s: alive at %d s is %s', (used, now, alive) => {
		expect(isLive(session(used), at(now), lifetime)).toBe(alive);
	});
});

describe('SL4: a session ends at its absolute age, however recently it was used', () => {
	test.each([
		[149.999, true],
		[150, false],
		[150.001, false]
	])('used at 149 s: alive at %d s is %s', (now, alive) => {
		expect(isLive(session(149), at(now), lifetime)).toBe(alive);
	});

	test('also when the row names a later end', () => {
		expect(isLive(session(149, at(10_000)), at(150), lifetime)).toBe(false);
	});
});

describe('SL4: the stored end binds too', () => {
	test.each([
		[9.999, true],
		[10, false]
	])('it says 10 s: alive at %d s is %s', (now, alive) => {
		expect(isLive(session(0, at(10)), at(now), lifetime)).toBe(alive);
	});
});

test('shorter limits end the sessions of before at once', () => {
	expect(isLive(session(0), at(30), { ...lifetime, idle: 30 })).toBe(false);
	expect(isLive(session(100), at(120), { ...lifetime, absolute: 120 })).toBe(false);
});

test('longer limits do not revive a session that had its end', () => {
	expect(isLive(session(0), at(60), { idle: 600, absolute: 1500, renewAfter: 5 })).toBe(false);
});

describe('SL5: the end moves with use and stops at createdAt + absolute', () => {
	test.each([
		[0, 60],
		[30, 90],
		[89.999, 149.999],
		[90, 150],
		[90.001, 150],
		[149.999, 150]
	])('used at %d s, it ends at %d s', (used, end) => {
		expect(expiryAfterUse(use(used), lifetime)).toEqual(at(end));
	});
});

describe('a use is written down once the last one is renewAfter old', () => {
	test.each([
		[10, 14.999, false],
		[10, 15, true],
		[10, 15.001, true],
		[10, 10, false]
	])('written at %d s: due at %d s is %s', (used, now, due) => {
		expect(isRenewalDue(session(used), at(now), lifetime)).toBe(due);
	});

	test('with renewAfter 0, every use', () => {
		expect(isRenewalDue(session(10), at(10), { ...lifetime, renewAfter: 0 })).toBe(true);
	});
});
