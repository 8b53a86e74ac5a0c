import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** @import { Instances } from './instances.js' */
/** @import { Measurements } from './measurements.js' */

const agent = new Agent({ keepAlive: true });

/** Closes the connections of all browsers. */
export const closeConnections = () => agent.destroy();

const NO_ANSWER = { status: 0, location: '' };

/** How often it asks whether it is signed in, and how long it waits in between: longer than any fault lasts. */
const ATTEMPTS = 100;
const PAUSE_MS = 200;

/**
 * One browser of one person: it keeps its cookies, and every request of it is measured. Each request goes to the next
 * instance, as a load balancer may send it: what one of them did must hold on the other at once.
 */
export class Browser {
	/** @type {Map<string, string>} By name. */
	#cookies;
	#instances;
	#next;
	#measurements;

	/**
	 * @param {Pick<Instances, 'origin' | 'ports'>} instances
	 * @param {number} first which of them it asks first; any number
	 * @param {Measurements} measurements
	 * @param {Map<string, string>} [cookies] that it has already, by name. Default: none
	 */
	constructor(instances, first, measurements, cookies = new Map()) {
		this.#cookies = cookies;
		this.#instances = instances;
		this.#next = first;
		this.#measurements = measurements;
	}

	/**
	 * @param {string} what the name it is measured under
	 * @param {string} path
	 * @param {Record<string, string>} [fields] a form to post
	 * @returns {Promise<boolean>} whether it was answered as it should
	 */
	async send(what, path, fields) {
		const started = performance.now();
		// A connection that is cut is an error like any other: it is counted, and the run goes on.
		const { status, location } = await this.#exchange(path, fields).catch(() => NO_ANSWER);
		// A form is answered by a redirect, a page by itself; anything else is not what was asked for.
		const ok = fields ? status === 303 && !location.includes('error=') : status === 200;
		const wrong = ok ? undefined : `${status || 'no answer'} ${location}`.trimEnd();
		this.#measurements.add(what, performance.now() - started, wrong);
		return ok;
	}

	/** Another browser with a copy of its cookies, as a thief would have them. */
	copy() {
		return new Browser(this.#instances, this.#next, this.#measurements, new Map(this.#cookies));
	}

	/**
	 * Whether the server takes this browser for signed in. It is asked again as long as the database does not answer.
	 *
	 * @returns {Promise<boolean>}
	 * @throws {Error} when it never answers
	 */
	async isSignedIn() {
		for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
			const { status } = await this.#exchange('/account').catch(() => NO_ANSWER);
			if (status === 200 || status === 303) return status === 200;
			await sleep(PAUSE_MS);
		}
		throw new Error(`/account was not answered in ${ATTEMPTS} attempts.`);
	}

	/**
	 * @param {string} path
	 * @param {Record<string, string>} [fields]
	 * @returns {Promise<{ status: number, location: string }>}
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
					for (const header of response.headers['set-cookie'] ?? []) {
						const pair = header.split(';')[0] ?? '';
						const name = pair.slice(0, pair.indexOf('='));
						if (header.includes('Max-Age=0')) this.#cookies.delete(name);
						else this.#cookies.set(name, pair);
					}
					const { statusCode: status = 0, headers } = response;
					response.resume();
					response.on('end', () => resolve({ status, location: headers.location ?? '' }));
					response.on('error', reject);
				}
			);
			sent.on('error', reject);
			sent.end(fields && new URLSearchParams(fields).toString());
		});
	}
}
