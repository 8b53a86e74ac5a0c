import { readdirSync, readlinkSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createClient, type Transaction } from '@libsql/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../e2e/support/database.js';
import { createFileClient, type FileClient } from './libsql-file.js';

let database: TestDatabase;
let client: FileClient;
let other: ReturnType<typeof createClient>;

beforeEach(async () => {
	database = await createDatabase();
	client = createFileClient({ url: database.url, timeout: 0 })!;
	// As another process.
	other = createClient({ url: database.url });
	await other.execute('CREATE TABLE word (id TEXT PRIMARY KEY, letters INTEGER)');
	await insert('one');
	await insert('three');
});
afterEach(async () => {
	client.close();
	other.close();
	await database.close();
});

const insert = (word: string) =>
	client.execute({ sql: 'INSERT INTO word VALUES (?, ?)', args: [word, word.length] });
const find = async (word: string) => {
	const { rows } = await client.execute({
		sql: 'SELECT id, letters FROM word WHERE id = ?',
		args: [word]
	});
	return rows.map((row) => ({ ...row }));
};
const path = () => fileURLToPath(database.url.replace(/^file:(?=[^/])/, 'file:///'));
const checkpoint = async () =>
	(await other.execute('PRAGMA wal_checkpoint(TRUNCATE)')).rows.map(({ busy, log }) => [busy, log]);

test('a statement that is kept sees what others have written since', async () => {
	expect(await find('one')).toEqual([{ id: 'one', letters: 3 }]);
	await other.execute("DELETE FROM word WHERE id = 'one'");
	expect(await find('one')).toEqual([]);
	await other.execute("UPDATE word SET letters = 50 WHERE id = 'three'");
	expect(await find('three')).toEqual([{ id: 'three', letters: 50 }]);
});

test('a statement that is kept holds no lock, and no snapshot', async () => {
	await find('one');
	await insert('two');
	await other.execute("UPDATE word SET letters = 0 WHERE id = 'two'");
	expect(await checkpoint()).toEqual([[0, 0]]);
});

test('a statement that is kept goes by the tables as they are now', async () => {
	await find('one');
	await other.execute('ALTER TABLE word RENAME COLUMN letters TO size');
	await other.execute('ALTER TABLE word ADD COLUMN letters INTEGER DEFAULT 7');
	expect(await find('one')).toEqual([{ id: 'one', letters: 7 }]);
	await other.execute('DROP TABLE word');
	await expect(find('one')).rejects.toThrow('no such table');
});

test('a statement that has failed can be used again', async () => {
	await expect(insert('one')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' });
	await insert('four');
	expect((await other.execute('SELECT count(*) AS n FROM word')).rows[0]!.n).toBe(3);
});

test('after a transaction, and after a new connection, it goes on', async () => {
	await find('one');
	const transaction = await client.transaction();
	await transaction.execute("DELETE FROM word WHERE id = 'one'");
	expect(await find('one')).toHaveLength(1);
	await transaction.commit();
	expect(await find('one')).toEqual([]);
	await client.reconnect();
	expect(await find('three')).toHaveLength(1);
	expect(await checkpoint()).toEqual([[0, 0]]);
});

test.each(['find', 'insert', 'transaction'] as const)(
	'FR29: of a file that was replaced nothing is read, nor written to it (%s)',
	async (what) => {
		const file = path();
		await find('one');
		await other.execute(`VACUUM INTO '${file}.new'`);
		const replacing = createClient({ url: `file:${file}.new` });
		await replacing.execute("DELETE FROM word WHERE id = 'one'");
		replacing.close();
		// As whoever restores a backup has to do: the log belongs to the old file.
		for (const end of ['-wal', '-shm']) await rm(file + end, { force: true });
		await rename(`${file}.new`, file);

		if (what === 'insert') await insert('two');
		if (what === 'transaction') {
			const transaction = await client.transaction();
			await transaction.execute("INSERT INTO word VALUES ('two', 3)");
			await transaction.commit();
		}
		expect(await find('one')).toEqual([]);
		const after = createClient({ url: database.url });
		const { rows } = await after.execute('SELECT id FROM word ORDER BY id');
		expect(rows.map(({ id }) => id)).toEqual(what === 'find' ? ['three'] : ['three', 'two']);
		after.close();
	}
);

/** How often this process has the database open: its file and the log. */
const openFiles = () =>
	readdirSync('/proc/self/fd').filter((name) => {
		try {
			return readlinkSync(`/proc/self/fd/${name}`).startsWith(path());
		} catch {
			return false;
		}
	}).length;

/** How a transaction may end. */
const ENDS: Record<string, (transaction: Transaction) => Promise<unknown>> = {
	commit: (transaction) => transaction.commit(),
	rollback: (transaction) => transaction.rollback(),
	close: async (transaction) => transaction.close(),
	'commit, and then close': (transaction) => transaction.commit().then(() => transaction.close()),
	async 'a statement that fails'(transaction) {
		const insert = transaction.execute("INSERT INTO word VALUES ('one', 3)");
		await expect(insert).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' });
		await transaction.rollback();
	}
};

test.runIf(process.platform === 'linux').each(Object.entries(ENDS))(
	'transactions leave no connections open, however many there are: %s',
	async (_, end) => {
		const run = async () => {
			const transaction = await client.transaction();
			await transaction.execute("UPDATE word SET letters = letters + 1 WHERE id = 'three'");
			await find('one');
			await end(transaction);
			expect(transaction.closed).toBe(true);
		};
		await run();
		await run();
		const before = openFiles();
		for (let times = 0; times < 30; times++) await run();
		expect(openFiles()).toBe(before);

		await insert('two');
		expect((await other.execute('SELECT count(*) AS n FROM word')).rows[0]!.n).toBe(3);
		expect(await checkpoint()).toEqual([[0, 0]]);
	}
);

test('a transaction that is over does nothing to the one that has its connection now', async () => {
	const over = await client.transaction();
	await over.commit();
	await (await client.transaction()).commit();
	const transaction = await client.transaction();
	await transaction.execute("DELETE FROM word WHERE id = 'one'");
	over.close();
	expect(over.closed).toBe(true);
	for (const what of [over.commit(), over.rollback(), over.execute('DELETE FROM word')])
		await expect(what).rejects.toMatchObject({ code: 'TRANSACTION_CLOSED' });
	await transaction.commit();
	expect(await find('one')).toEqual([]);
	expect(await find('three')).toHaveLength(1);
});

test('after a transaction that met a busy database, what is written is committed', async () => {
	const lock = await other.transaction('write');
	const transaction = await client.transaction('deferred');
	await expect(transaction.execute('DELETE FROM word')).rejects.toMatchObject({
		code: 'SQLITE_BUSY'
	});
	await transaction.rollback();
	await lock.rollback();
	for (const word of ['two', 'four']) {
		const next = await client.transaction();
		await next.execute(`INSERT INTO word VALUES ('${word}', 0)`);
		await next.commit();
	}
	const { rows } = await other.execute('SELECT id FROM word ORDER BY id');
	expect(rows.map(({ id }) => id)).toEqual(['four', 'one', 'three', 'two']);
	expect(await checkpoint()).toEqual([[0, 0]]);
});

test('more statements than it keeps are answered all the same', async () => {
	for (let n = 1; n <= 500; n++) {
		const { rows } = await client.execute(`SELECT ${n} AS n`);
		expect(rows[0]!.n).toBe(n);
	}
	expect(await find('one')).toHaveLength(1);
});

test('only a plain file is ours', () => {
	for (const url of ['file::memory:', ':memory:', 'libsql://db.example', 'https://db.example'])
		expect(createFileClient({ url }), url).toBeNull();
	expect(createFileClient({ url: database.url, encryptionKey: 'key' })).toBeNull();
});
