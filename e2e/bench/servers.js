import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { freePort } from '../../prisma/tools/free-port.js';
import { root } from '../../prisma/tools/url.js';
import { startBuiltApp } from '../support/built-app.js';

/** @import { Library } from './libraries/library.js' */

/**
 * A built app, and a browser that keeps so many connections to it.
 *
 * @typedef {object} Server
 * @property {(token?: string) => Promise<Answer>} visit gets the account page
 * @property {(token: string) => Promise<Answer>} signOut
 * @property {() => Promise<void>} stop
 *
 * @typedef {{ status: number, body: string }} Answer
 */

/**
 * Starts the app as one library has it built.
 *
 * @param {Library} library
 * @param {string} url of its database
 * @param {number} [connections]
 * @returns {Promise<Server>}
 * @throws {Error} when it does not answer
 */
export async function startServer({ name, cookie, signOutRequest }, url, connections = 1) {
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const folder = join(root(), 'e2e/bench/app/build', name);
	const app = startBuiltApp({ folder, port, origin, url });
	const agent = new Agent({ keepAlive: true, maxSockets: connections });

	/** @returns {Promise<Answer>} */
	const send = (
		/** @type {string} */ path,
		/** @type {Record<string, string>} */ headers,
		/** @type {string} */ body = ''
	) =>
		new Promise((resolve, reject) => {
			const method = body ? 'POST' : 'GET';
			const options = {
				host: '127.0.0.1',
				port,
				path,
				method,
				agent,
				headers: { ...headers, host: `localhost:${port}` }
			};
			const sent = request(options, (response) => {
				let text = '';
				response.setEncoding('utf8');
				response.on('data', (chunk) => (text += chunk));
				response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
			});
			sent.on('error', reject);
			sent.end(body);
		});

	const form = 'application/x-www-form-urlencoded';
	const stop = async () => {
		agent.destroy();
		await app.stop();
	};
	try {
		await app.answers();
	} catch (error) {
		await stop();
		throw error;
	}
	return {
		visit: (token = '') =>
			send('/account', { ...(token && { cookie: cookie(token) }), accept: 'text/html' }),
		signOut: (/** @type {string} */ token) => {
			const body = signOutRequest.json ? '{}' : 'redirectTo=%2F';
			return send(
				signOutRequest.path,
				{
					cookie: cookie(token),
					origin,
					accept: signOutRequest.json ? 'application/json' : 'text/html',
					'content-type': signOutRequest.json ? 'application/json' : form,
					'content-length': String(body.length)
				},
				body
			);
		},
		stop
	};
}
