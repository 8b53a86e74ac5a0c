import { describe, expect, test } from 'vitest';
import { readTickets, writeTickets, type RevocationTicket } from './revocation-ticket.js';
import { createToken, hashToken } from './session-token.js';

const ticket = (scope: RevocationTicket['scope'] = 'current'): RevocationTicket => ({
	key: hashToken(createToken()),
	scope,
	requestedAt: new Date(1_764_000_000_000)
});

describe('revocation tickets', () => {
	test('come back from a cookie as they were written', () => {
		const tickets = [ticket(), ticket('all')];
		expect(readTickets(writeTickets(tickets))).toEqual(tickets);
	});

	test('use only characters that a cookie carries as they are', () => {
		expect(writeTickets([ticket(), ticket('all')])).toMatch(/^[\w.~]+$/);
	});

	test('hold at most five sign-outs, and the latest are kept', () => {
		const tickets = Array.from({ length: 7 }, () => ticket());
		expect(readTickets(writeTickets(tickets))).toEqual(tickets.slice(2));
	});

	const hash = 'a'.repeat(64);
	test.each([
		undefined,
		'',
		'garbage',
		`${hash}.current`,
		`${hash}.others.1764000000000`,
		`${hash.toUpperCase()}.current.1764000000000`,
		`${'a'.repeat(63)}.current.1764000000000`,
		`${hash}.current.-1`,
		`${hash}.current.9999999999999999`,
		`${hash}.current.1764000000000\n`
	])('are nothing where the cookie holds %j', (value) => {
		expect(readTickets(value)).toEqual([]);
	});

	test('survive next to a malformed one', () => {
		const good = ticket();
		expect(readTickets(`garbage~${writeTickets([good])}`)).toEqual([good]);
	});

	test('of a hostile cookie are no more than five', () => {
		const value = Array.from({ length: 50 }, () => writeTickets([ticket()])).join('~');
		expect(readTickets(value)).toHaveLength(5);
	});
});
