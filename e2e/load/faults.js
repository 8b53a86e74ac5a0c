import { setTimeout as sleep } from 'node:timers/promises';
import { administer } from '../tools/administer.js';
import { readPostgresUrl } from '../../prisma/tools/postgres-url.js';

/** How long the database is left in peace, and how long it then refuses connections, in milliseconds. */
const PEACE_MS = 5_000;
const OUTAGE_MS = 1_000;

/**
 * Cuts every connection to a database again and again, by turns alone and with an outage of a second after it.
 *
 * @param {string} url
 * @returns {() => Promise<number>} ends it once the database accepts connections again; how often connections were cut
 *
 * @example
 * const stop = startFaults(url);
 * const times = await stop();
 */
export function startFaults(url) {
	const { database, name, sibling } = readPostgresUrl(url);
	const server = sibling('postgres');
	const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`;
	const accept = (/** @type {boolean} */ yes) =>
		`ALTER DATABASE "${database}" WITH ALLOW_CONNECTIONS ${yes}`;
	const stopping = new AbortController();
	let times = 0;
	const work = (async () => {
		while (!stopping.signal.aborted) {
			await sleep(PEACE_MS, null, { signal: stopping.signal }).catch(() => {});
			if (stopping.signal.aborted) break;
			times += 1;
			if (times % 2) await administer(server, cut);
			else {
				await administer(server, accept(false), cut);
				await sleep(OUTAGE_MS);
				await administer(server, accept(true));
			}
		}
	})().catch((error) => {
		console.error(`No more faults for ${name}:`, error);
	});
	return async () => {
		stopping.abort();
		await work;
		return times;
	};
}
