import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFolderSend, toFolder } from '../features/email/mail-folder.js';
import { createRowId } from '../outbox/row-id.js';
import { mailbox } from './mailbox.js';

let parent: string;
let folder: string;
beforeEach(async () => {
	parent = await mkdtemp(join(tmpdir(), 'mails-'));
	folder = join(parent, 'mails');
});
afterEach(() => rm(parent, { recursive: true }));

const ann = 'ann@example.com';
const mail = (subject: string, to = ann) => ({
	...{ id: createRowId(), to, from: 'app@example.com', subject, html: '<p>Hello</p>' },
	text: `Hello\n\nhttps://app.example/verify?token=abc-1_2\nhttps://app.example`
});
const subjectOf = async (promise: Promise<{ subject: string }>) => (await promise).subject;

test('the latest mail to an address is given out once, with its links', async () => {
	const [send, mails] = [toFolder(folder), mailbox(folder)];
	await send(mail('One'));
	await send(mail('Two'));
	await send(mail('For Bob', 'bob@example.com'));

	expect(await mails.latest(' Ann@example.com')).toMatchObject({
		...{ to: ann, subject: 'Two', sentAt: expect.any(Date) },
		links: ['https://app.example/verify?token=abc-1_2', 'https://app.example']
	});
	await expect(mails.latest(ann, { timeout: 0 })).rejects.toThrow('There before: “One”, “Two”.');
	expect((await mails.all(ann)).map(({ subject }) => subject)).toEqual(['One', 'Two']);
	expect(await mails.all('nobody@example.com')).toEqual([]);
});

test('NC30: a built app without a mail server writes no mail to a folder, and says what to do', async () => {
	await toFolder(folder, { onlyInDevelopment: true })(mail('In development'));
	const send = createFolderSend(folder, true);
	await expect(send(mail('Built'))).rejects.toThrow('There is no mail server');
	expect((await mailbox(folder).all(ann)).map(({ subject }) => subject)).toEqual([
		'In development'
	]);
});

test('a mail that is still on its way is waited for, by its subject where one is given', async () => {
	const [send, mails] = [toFolder(folder), mailbox(folder)];
	const waiting = subjectOf(mails.latest(ann, { subject: 'Two' }));
	const byPattern = subjectOf(mailbox(folder).latest(ann, { subject: /^thr/i }));
	for (const subject of ['One', 'Two', 'Three']) await send(mail(subject));
	expect(await waiting).toBe('Two');
	expect(await byPattern).toBe('Three');
	expect(await subjectOf(mails.latest(ann))).toBe('Three');
});

test('beside a mail is a page for a browser, and a development server says where', async () => {
	const said = vi.spyOn(console, 'info').mockImplementation(() => {});
	const html = '<a href="https://app.example/?token=secret">Über</a>';
	await createFolderSend(folder, false, true)({ ...mail('Confirm'), html });
	const page = (await readdir(folder)).find((name) => name.endsWith('.html'))!;
	expect(await readFile(join(folder, page), 'utf8')).toBe(`\uFEFF${html}`);
	const [[line]] = said.mock.calls as [[string]];
	expect(line).toContain(`“Confirm” for ${ann}: ${join(folder, page)}`);
	expect(line).not.toContain('secret');
	said.mockRestore();
});

test('the folder is for its owner only, keeps the latest 500, and no id leads out of it', async () => {
	const send = toFolder(folder);
	await send(mail('One'));
	expect((await stat(folder)).mode & 0o077).toBe(0);
	for (const name of await readdir(folder)) {
		expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
	}
	await Promise.all(
		Array.from({ length: 505 }, () =>
			writeFile(join(folder, `${createRowId()}.json`), '{"to":"x"}')
		)
	);
	await send(mail('Last'));
	const names = await readdir(folder);
	expect(names.filter((name) => name.endsWith('.json'))).toHaveLength(500);
	expect(names.filter((name) => name.endsWith('.html'))).toHaveLength(1);
	expect(await subjectOf(mailbox(folder).latest(ann))).toBe('Last');
	for (const id of ['../out', '', 'a/b', '..']) {
		await expect(send({ ...mail('Out'), id })).rejects.toThrow('letters and digits');
	}
	expect(await readdir(parent)).toEqual(['mails']);
});
