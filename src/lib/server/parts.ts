import { createSessions, type Sessions } from '../sessions/sessions.js';
import { boundedBy } from '../sessions/store.js';
import { createUsers, type Users } from '../sessions/users.js';
import type { Config } from './config.js';
import { createCookies, type GuardianCookies } from './cookies.js';
import { createRequestStates, type RequestStates } from './request-state.js';

/** What the verbs of the server are made of. */
export interface Parts<User> {
	config: Config<User>;
	states: RequestStates<User>;
	sessions: Sessions<User>;
	users: Users<User>;
	cookies: GuardianCookies;
}

/**
 * Wires the parts. Nothing here needs Vite, so that a test runner in plain Node can issue sessions by the same code.
 *
 * @example
 * ```ts
 * const parts = createParts(readConfig(options, inApp));
 * ```
 */
export function createParts<User>(config: Config<User>): Parts<User> {
	const { prisma, columns, lifetime } = config;
	const luciaUntil = config.fromLucia?.until;
	const ask = boundedBy(config.storeTimeout);
	return {
		config,
		states: createRequestStates<User>(),
		sessions: createSessions<User>({ prisma, columns, lifetime, ask, luciaUntil }),
		users: createUsers<User>({ prisma, columns, ask }),
		cookies: createCookies(config)
	};
}
