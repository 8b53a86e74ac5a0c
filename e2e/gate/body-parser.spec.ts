import { join } from 'node:path';
import { newAccount, signedIn, signUp } from '../support/account.js';
import { Client, type Answer } from '../support/client.js';
import type { ServerOptions } from '../support/server.js';
import { expect, test } from '../support/test.js';

test.skip(({ provider }) => provider !== 'sqlite', 'no database is asked');

const BEHIND_PARSER = join(import.meta.dirname, '../support/behind-parser.js');

const behindParser = {
	build: 'fixture',
	through: [process.execPath, BEHIND_PARSER]
} satisfies ServerOptions;

/** No pause between two pieces of a body may be longer. */
const IDLE_MS = 10_000;

/** What is in front, the code of the answer, and whether it is known at once or when the time is over. */
const CASES: [parser: string, code: string, when: 'at once' | 'late'][] = [
	['urlencoded', 'UNREADABLE_BODY', 'at once'],
	['dropped', 'UNREADABLE_BODY', 'at once'],
	['beginning', 'UNREADABLE_BODY', 'at once'],
	['held', 'BODY_INCOMPLETE', 'late']
];

/** It arrives in several pieces, so that there is something left when the first has been read. */
const FORM = {
	notes: 'x'.repeat(100_000),
	scope: 'all',
	email: 'ann@example.com',
	password: 'correct horse 1'
};

const NATIVE = { accept: 'text/html' };
const ENHANCED = { accept: 'application/json', 'x-sveltekit-action': 'true' };

/** What an answer says of a failure, wherever its kind puts it. */
const said = ({ status, location, body }: Answer) => ({ status, text: `${location} ${body}` });

test('SE38 behind a body parser every form is refused with a reason within the time for a body, and one log line says why', async ({
	start
}) => {
	const server = await start(behindParser);
	const ann = await signedIn(server);

	const requests = CASES.flatMap(([parser, code, when]) =>
		['/?/signout', '/signin?/signin', '/signup?/signup'].flatMap((path) =>
			[NATIVE, ENHANCED].map(async (kind) => {
				const began = performance.now();
				const answer = await ann.copy().post(path, FORM, { ...kind, 'x-parser': parser });
				const took = performance.now() - began;
				const what = `${parser} ${path} ${kind.accept}`;
				const { status, text } = said(answer);
				expect.soft(text, what).toContain(code);
				if (kind === ENHANCED) expect.soft(answer.json(), what).toMatchObject({ status: 400 });
				// A native sign-out cannot be told on the page it came from.
				else expect.soft(status, what).toBe(path === '/?/signout' ? 303 : 400);
				expect.soft(answer.setCookies, what).toEqual([]);
				const [least, most] = when === 'late' ? [IDLE_MS, 2 * IDLE_MS] : [0, IDLE_MS - 1_000];
				expect.soft(took, what).toBeGreaterThanOrEqual(least - 50);
				expect.soft(took, what).toBeLessThan(most);
			})
		)
	);
	await Promise.all(requests);

	// Nothing of it was done.
	expect(await ann.whoami()).toBe(ann.account.email);

	// Without a secret of its own the app is told so once.
	const lines = server
		.log()
		.split('\n')
		.filter((line) => line && !line.includes('option `secret`'));
	const ofKind = (start: string) => lines.filter((line) => line.includes(start));
	expect(ofKind('was read before svelte-guardian could read it')).toEqual([
		expect.stringContaining('a body parser (such as express.json() or express.urlencoded())')
	]);
	expect(ofKind('did not arrive in time')).toEqual([
		expect.stringContaining('a body parser (such as express.json() or express.urlencoded())')
	]);
	expect(lines).toHaveLength(2);
});

test('SE38 a parser that leaves forms alone disturbs none', async ({ start }) => {
	const server = await start(behindParser);
	const client = new Client(server);
	const account = await signUp(client, newAccount());
	const headers = { 'x-parser': 'json' };
	expect((await client.post('/?/signout', {}, headers)).location).toBe('/');
	expect(client.token).toBeUndefined();
	expect((await client.post('/signin?/signin', { ...account }, headers)).status).toBe(303);
	expect(await client.whoami()).toBe(account.email);
});
