import { Agent, request } from 'node:http';

/** @import { Instances } from './instances.js' */
/** @import { Measurements } from './measurements.js' */

const agent = new Agent({ keepAlive: true });
const NO_ANSWER = { status: 0, body: '' };

/**
 * One browser of one person: it keeps its cookies, and every request of it is measured. Each request goes to the next
 * instance, as a load balancer may send it: what one of them did must hold on the other at once.
 */
export class Browser {
	/** @type {Map<string, string>} By name. */
	#cookies = new Map();
	#instances;
	#next;
	#measurements;

	/**
	 * @param {Pick<Instances, 'origin' | 'ports'>} instances
	 * @param {number} first which of them it asks first; any number
	 * @param {Measurements} measurements
	 */
	constructor(instances, first, measurements) {
		this.#instances = instances;
		this.#next = first;
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
		// A connection that is cut is an error like any other: it is counted, and the run goes on.
		const { status, body } = await this.#exchange(path, fields).catch(() => NO_ANSWER);
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
		const { origin, ports } = this.#instances;
		const port = ports[this.#next++ % ports.length];
		return new Promise((resolve, reject) => {
			const sent = request(
				{
					agent,
					host: '127.0.0.1',
					port,
					path,
					method: fields ? 'POST' : 'GET',
					headers: {
						host: new URL(origin).host,
						accept: 'text/html',
						...(this.#cookies.size > 0 && { cookie: [...this.#cookies.values()].join('; ') }),
						...(fields && {
							origin,
							'content-type': 'application/x-www-form-urlencoded'
						})
					}
				},
				(response) => {
					let body = '';
					for (const header of response.headers['set-cookie'] ?? []) {
						const pair = header.split(';')[0] ?? '';
						const name = pair.slice(0, pair.indexOf('='));
						if (header.includes('Max-Age=0')) this.#cookies.delete(name);
						else this.#cookies.set(name, pair);
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
