import { writeSync } from 'node:fs';
import { connectMysql } from '../../../../e2e/support/mysql.js';
import { connect } from '../../../../prisma/tools/connect.js';
import { accessTo, plainly } from './mail-queue.test.support.js';
import { createMailQueue } from './mail-queue.js';

/**
 * A process that sends what is due and ends. Each mail is a line: its id, its address, and when sending began and ended.
 * With a second argument it is killed when it has sent so many, before it could note the last one.
 */
const [url = '', dies] = process.argv.slice(2);
const prisma = url.startsWith('mariadb:') ? await connectMysql(url) : connect(url);
let left = dies ? Number(dies) : Infinity;

const queue = createMailQueue({
	...{ database: accessTo(prisma), from: 'no-reply@app.example', perAddressPerHour: 100 },
	...{ deliverEvery: null, compose: plainly, onFailed: async () => {} },
	async send({ id, to }) {
		const start = Date.now();
		await new Promise(setImmediate);
		writeSync(1, `${id} ${to} ${start} ${Date.now()}\n`);
		left -= 1;
		if (left === 0) process.kill(process.pid, 'SIGKILL');
	}
});
// A round that fails, as where the file is locked for long, is followed by another, as in an app.
for (let isDone = false, rounds = 0; !isDone && rounds < 10; rounds++) {
	try {
		({ isDone } = await queue.deliver({ limit: 10_000, seconds: 100 }));
	} catch (error) {
		console.error(error);
	}
}
await prisma.$disconnect();
