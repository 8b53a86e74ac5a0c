import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { messagesOf } from './postgres-messages.js';

/**
 * When the line goes dead, seen from one statement. Only what the database has answered is certain to be committed, and
 * only what it was never sent is certain not to be.
 */
export type Moment =
	/** The statement never reaches the database. */
	| 'before it is sent'
	/** The database has it in full, and nobody waits for its answer. */
	| 'once it is sent'
	/** It is committed, and the answer is lost. */
	| 'before its answer'
	/** It is committed, and half of the answer arrives. */
	| 'within its answer'
	/** The answer arrives in full. */
	| 'after its answer';

/** A line to PostgreSQL that a test can cut. */
export interface PostgresProxy {
	/** Of the same database, through the proxy. */
	url: string;
	/** How many messages of a type the clients have sent on: `X` is Terminate, how a connection is closed properly. */
	sent(type: string): number;
	/** The SQL that clients had the database carry out, in order. Empty it (`length = 0`) where the counting is to begin. */
	statements: string[];
	/** How many connections there have been to the database. */
	connections(): number;
	/**
	 * Cuts every connection when a statement passes that contains `sql`, and lets none through until `heal()`.
	 *
	 * @returns resolves once they are cut
	 */
	cut(sql: string, moment: Moment): Promise<void>;
	/** Lets connections through again. */
	heal(): void;
	close(): Promise<void>;
}

/**
 * Starts a proxy before a PostgreSQL server. It reads what passes, so that a line is cut at one certain byte and not after
 * some time.
 *
 * @example
 * ```ts
 * const proxy = await startPostgresProxy(database.url);
 * const cut = proxy.cut('DELETE FROM', 'before its answer');
 * ```
 */
export async function startPostgresProxy(target: string): Promise<PostgresProxy> {
	const { hostname, port } = new URL(target);
	const lines = new Set<Socket>();
	const sent: Record<string, number> = {};
	const statements: string[] = [];
	let connections = 0;
	let up = true;
	let order: { sql: string; moment: Moment; done: () => void } | null = null;

	/** `end` sends on what was written before; `destroy` may drop it. */
	const sever = (how: 'end' | 'destroy', done: () => void) => {
		up = false;
		order = null;
		const open = [...lines].filter((socket) => !socket.closed);
		void Promise.all(open.map((socket) => once(socket, 'close'))).then(done);
		for (const socket of open) socket[how]();
	};

	const server = createServer((client) => {
		if (!up) return void client.destroy();
		connections += 1;
		const database = connect(Number(port || 5432), hostname);
		for (const socket of [client, database]) {
			lines.add(socket);
			// However one side ends, the other is closed; what was written to it before still arrives.
			socket.on('error', () => {});
			socket.once('close', () => {
				lines.delete(socket);
				(socket === client ? database : client).end();
			});
		}
		let watched: NonNullable<typeof order> | null = null;
		let answer: Buffer[] = [];
		// A statement that has a name comes with its text the first time only.
		const named = new Map<string, string>();
		let bound = '';

		/** Of a `Parse`, a `Bind`, an `Execute` or a simple query, the text of its statement. */
		function textOf(type: string, message: Buffer): string | undefined {
			const [first = '', second = ''] = message.toString('utf8', 5).split('\0', 2);
			switch (type) {
				case 'P':
					named.set(first, second);
					return second;
				case 'B':
					return (bound = named.get(second) ?? '');
				case 'E':
					return bound;
				case 'Q':
					return first;
			}
		}

		const fromClient = messagesOf('client', (type, message) => {
			if (!up) return;
			const text = textOf(type, message);
			if (order && !watched && text?.includes(order.sql)) {
				watched = order;
				answer = [];
				if (watched.moment === 'before it is sent') return sever('destroy', watched.done);
			}
			sent[type] = (sent[type] ?? 0) + 1;
			if (text !== undefined && (type === 'E' || type === 'Q')) statements.push(text);
			database.write(message);
			// `Sync` and a simple query have the database carry out what it was sent.
			if (watched?.moment === 'once it is sent' && 'SQ'.includes(type)) {
				client.destroy();
				sever('end', watched.done);
			}
		});
		const fromDatabase = messagesOf('database', (type, message) => {
			if (!watched) return void client.write(message);
			if (watched.moment === 'after its answer') client.write(message);
			else answer.push(message);
			// Ready for the next statement: this one is over, and committed.
			if (type !== 'Z' || !up) return;
			const { moment, done } = watched;
			if (moment === 'before its answer') return sever('destroy', done);
			const whole = Buffer.concat(answer);
			client.write(whole.subarray(0, Math.floor(whole.length / 2)));
			sever('end', done);
		});
		client.on('data', fromClient);
		database.on('data', fromDatabase);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');

	const url = new URL(target);
	url.hostname = '127.0.0.1';
	url.port = String((server.address() as AddressInfo).port);
	return {
		url: url.href,
		sent: (type) => sent[type] ?? 0,
		statements,
		connections: () => connections,
		cut: (sql, moment) => new Promise<void>((done) => (order = { sql, moment, done })),
		heal: () => void (up = true),
		async close() {
			const closed = once(server, 'close');
			server.close();
			for (const socket of lines) socket.destroy();
			await closed;
		}
	};
}
