import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port of this machine that nobody listened on a moment ago.
 *
 * @returns {Promise<number>}
 *
 * @example
 * server.listen(await freePort(), '127.0.0.1');
 */
export async function freePort() {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	server.close();
	await once(server, 'close');
	return port;
}
