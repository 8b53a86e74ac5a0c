import { writeSync } from 'node:fs';
import { readConfig } from '../config.js';
import { createAuthContext } from '../context.js';
import { connect } from '../../../prisma/tools/connect.js';

/**
 * A process that ends sessions, and delivers their events: each is a line with its id, its user and its scope. It is killed
 * by the delivery of the event that `dies` counts, before that could be noted.
 *
 * Arguments: the URL of the database, `dies` (0: never), and the ids of the users whose sessions are to end.
 */
const [url = '', dies, ...users] = process.argv.slice(2);
const prisma = connect(url);
let left = Number(dies) || Infinity;

const { context } = createAuthContext(
	readConfig(
		{
			prisma,
			events: {
				outbox: true,
				afterSignOut({ id, userId, scope }: { id?: string; userId: string | null; scope: string }) {
					writeSync(1, `${id} ${userId} ${scope}\n`);
					left -= 1;
					if (left === 0) process.kill(process.pid, 'SIGKILL');
				}
			}
		} as Parameters<typeof readConfig>[0],
		(path) => path
	)
);
for (const userId of users) {
	const ending = { userId, scope: 'all', reason: 'admin', event: null } as const;
	await context.sessions.revoke({ scope: 'all', userId }, { ending });
}
for (let isDone = false, rounds = 0; !isDone && rounds < 10; rounds++) {
	try {
		({ isDone } = await context.signOutOutbox!.deliver({ limit: 10_000, seconds: 100 }));
	} catch (error) {
		console.error(error);
	}
}
context.signOutOutbox!.close();
await prisma.$disconnect();
