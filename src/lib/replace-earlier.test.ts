import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { replaceEarlier } from './replace-earlier.js';

let app: string;
let count = 0;
beforeEach(() => {
	app = `app ${(count += 1)}`;
	vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

const copy = (prisma = { $disconnect: vi.fn(async () => {}) }) => ({ prisma, stop: vi.fn() });

test('FR32: a copy that is saved anew ends the timers and the connections of the one before', () => {
	const [first, second, other] = [copy(), copy(), copy()];
	replaceEarlier(app, first, true);
	replaceEarlier(`${app} of staff`, other, true);
	expect(first.stop).not.toHaveBeenCalled();

	replaceEarlier(app, second, true);
	expect(first.stop).toHaveBeenCalledOnce();
	// A request may be using it.
	expect(first.prisma.$disconnect).not.toHaveBeenCalled();
	vi.runAllTimers();
	expect(first.prisma.$disconnect).toHaveBeenCalledOnce();
	for (const { stop, prisma } of [second, other]) {
		expect(stop).not.toHaveBeenCalled();
		expect(prisma.$disconnect).not.toHaveBeenCalled();
	}
});

test('FR32: a client that the copies share stays connected', () => {
	const { prisma } = copy();
	const [first, second, third] = [copy(prisma), copy(), copy(prisma)];
	replaceEarlier(app, first, true);
	replaceEarlier(app, copy(prisma), true);
	vi.runAllTimers();
	// Saved, and taken back before the connections are closed.
	replaceEarlier(app, second, true);
	replaceEarlier(app, third, true);
	vi.runAllTimers();
	expect(first.stop).toHaveBeenCalledOnce();
	expect(prisma.$disconnect).not.toHaveBeenCalled();
	expect(second.prisma.$disconnect).toHaveBeenCalledOnce();
});

test('FR32: in production nothing is ended', () => {
	const first = copy();
	replaceEarlier(app, first, false);
	replaceEarlier(app, copy(), false);
	vi.runAllTimers();
	expect(first.stop).not.toHaveBeenCalled();
	expect(first.prisma.$disconnect).not.toHaveBeenCalled();
});
