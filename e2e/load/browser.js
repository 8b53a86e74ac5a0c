import { Agent, request } from 'node:http';

/** @import { Measurements } from './measurements.js' */

const agent = new Agent({ keepAlive: true });

/** One browser of one person: it keeps its cookie, and every request of it is measured. */
export class Browser {
	#cookie = '';
	#port;
	#origin;
	#measurements;

	/**
	 * @param {number} port
	 * @param {string} origin
	 * @param {Measurements} measurements
	 */
	constructor(port, origin, measurements) {
		this.#port = port;
		this.#origin = origin;
		this.#measurements = measurements;
	}

	/**
	 * @param {string} what the name it is measured under
	 * @param {string} path
	 * @param {Record<string, string>} [fields] a form to post
	 * @returns {Promise<string>} the body
	 */
	async send(what, path, fields) {
		const started = performance.now();
		const { status, body } = await this.#exchange(path, fields);
		// A form is answered by a redirect, a page by itself; anything else is not what was asked for.
		const ok = fields ? status === 303 : status === 200;
		this.#measurements.add(what, performance.now() - started, ok);
		return body;
	}

	/**
	 * @param {string} path
	 * @param {Record<string, string>} [fields]
	 * @returns {Promise<{ status: number, body: string }>}
	 */
	#exchange(path, fields) {
		return new Promise((resolve, reject) => {
			const sent = request(
				{
					agent,
					host: '127.0.0.1',
					port: this.#port,
					path,
					method: fields ? 'POST' : 'GET',
					headers: {
						host: `localhost:${this.#port}`,
						accept: 'text/html',
						...(this.#cookie && { cookie: this.#cookie }),
						...(fields && {
							origin: this.#origin,
							'content-type': 'application/x-www-form-urlencoded'
						})
					}
				},
				(response) => {
					let body = '';
					for (const header of response.headers['set-cookie'] ?? []) {
						this.#cookie = header.includes('Max-Age=0') ? '' : (header.split(';')[0] ?? '');
					}
					response.setEncoding('utf8');
					response.on('data', (chunk) => (body += chunk));
					response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
					response.on('error', reject);
				}
			);
			sent.on('error', reject);
			sent.end(fields && new URLSearchParams(fields).toString());
		});
	}
}
