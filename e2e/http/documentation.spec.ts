import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONTENTS } from '../../src/docs/contents.js';
import { Client } from '../support/client.js';
import { expect, test } from '../support/test.js';

const PAGES = CONTENTS.flatMap(({ pages }) => pages);
const source = (slug: string) =>
	readFile(join(import.meta.dirname, '../../src/docs', `${slug}.md`), 'utf8');

test('NC24: each page of the documentation is there as Markdown, and its links lead to others', async ({
	servers
}) => {
	const client = new Client(servers.demo);
	for (const { slug } of PAGES) {
		const answer = await client.get(`/docs/${slug}.md`);
		expect.soft(answer.status, slug).toBe(200);
		expect.soft(answer.headers['content-type'], slug).toBe('text/markdown; charset=utf-8');
		expect.soft(answer.body, slug).toBe(await source(slug));
	}
	expect((await client.get('/docs/no-such-page.md')).status).toBe(404);
	expect((await client.get('/docs/../package.md')).status).toBe(404);
});

test('NC24: llms.txt lists every page, as Markdown', async ({ servers }) => {
	const client = new Client(servers.demo);
	const answer = await client.get('/docs/llms.txt');
	expect(answer.status).toBe(200);
	expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
	expect(answer.body).toMatch(/^# svelte-guardian\n\n> /);
	const links = [...answer.body.matchAll(/^- \[(.+)\]\((\S+)\)/gm)];
	expect(links.map(([, title]) => title)).toEqual(PAGES.map(({ title }) => title));
	for (const [, , address] of links) expect((await client.get(address!)).status).toBe(200);
});

test('NC24: a page of the documentation names its Markdown', async ({ servers }) => {
	const { body } = await new Client(servers.demo).get('/docs/signing-out');
	expect(body).toMatch(
		/<link rel="alternate" type="text\/markdown" href="[^"]*\/docs\/signing-out\.md"/
	);
});
