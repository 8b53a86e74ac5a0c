import { randomBytes } from 'node:crypto';

/** @import { Provider } from '../../../prisma/tools/provider.js' */

/**
 * Where a library keeps its sessions.
 *
 * @typedef {object} Store
 * @property {Provider} engine
 * @property {string} url
 * @property {boolean} [isLogged] whether statements are written down, which takes time; default: false
 */

/**
 * One way to know who is signed in, and to sign out, on a database of its own.
 *
 * @typedef {object} Opened
 * @property {string[]} statements what was sent to the database, where the store is logged
 * @property {(count: number) => Promise<string[]>} seed makes so many sessions, and answers their tokens
 * @property {() => Promise<number>} count how many sessions there are
 * @property {(token: string) => Promise<string | undefined>} validate answers whose session it is, by email
 * @property {(token: string) => Promise<unknown>} signOut what its documentation has a request for it do
 * @property {() => Promise<unknown>} close
 */

/**
 * @typedef {object} Library
 * @property {string} name of its modules
 * @property {string} label
 * @property {string} schema the folder with its models
 * @property {(store: Store) => Promise<Opened>} open
 * @property {(token: string) => string} cookie what its browser sends
 * @property {{ path: string, json?: boolean }} signOutRequest what its browser posts
 */

/** Everybody has so many sessions. */
const SESSIONS_EACH = 10;

/** How many rows one statement makes. */
const BATCH = 500;

/** In the time of a measurement no session is renewed, and none expires. */
export const inDays = (/** @type {number} */ days) => new Date(Date.now() + days * 86_400_000);

/**
 * Makes people and their sessions in an empty database, through a Prisma client.
 *
 * @typedef {{ createMany(query: { data: any[] }): PromiseLike<unknown> }} Model
 * @param {{ user: Model, session: Model }} models
 * @param {number} count of sessions
 * @param {object} make
 * @param {(id: string) => object} make.user
 * @param {(token: string, userId: string) => object} make.session
 * @returns {Promise<string[]>} the tokens
 */
export async function seed(models, count, { user, session }) {
	// As long as Lucia says that a token of its own is.
	const tokens = Array.from({ length: count }, () => randomBytes(20).toString('hex'));
	const owner = (/** @type {number} */ index) => `user-${Math.floor(index / SESSIONS_EACH)}`;
	const owners = new Set(tokens.map((_, index) => owner(index)));
	await inBatches(models.user, [...owners].map(user));
	await inBatches(
		models.session,
		tokens.map((token, index) => session(token, owner(index)))
	);
	return tokens;
}

/**
 * @param {Model} model
 * @param {object[]} data
 */
async function inBatches(model, data) {
	for (let start = 0; start < data.length; start += BATCH) {
		await model.createMany({ data: data.slice(start, start + BATCH) });
	}
}
