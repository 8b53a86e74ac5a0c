import { attacks } from './rules/attacks.js';
import { components } from './rules/components.js';
import { cookies } from './rules/cookies.js';
import { email } from './rules/email.js';
import { faults } from './rules/faults.js';
import { firstHour } from './rules/first-hour.js';
import { passwords } from './rules/passwords.js';
import { project } from './rules/project.js';
import { rateLimits } from './rules/rate-limits.js';
import { requests } from './rules/requests.js';
import { sessions } from './rules/sessions.js';
import { setUps } from './rules/set-ups.js';
import { signingIn } from './rules/signing-in.js';
import { signingOut } from './rules/signing-out.js';

/**
 * Every rule, by the part of svelte-guardian that it is about.
 *
 * @type {Record<string, import('./rules/rule.js').Rule[]>}
 */
export const RULES = {
	'Signing out': signingOut,
	Sessions: sessions,
	Cookies: cookies,
	'Requests from elsewhere': requests,
	'As people run SvelteKit': setUps,
	'Signing in': signingIn,
	'Faults and races': faults,
	'Load and attacks': attacks,
	Passwords: passwords,
	'E-mail': email,
	'Rate limits': rateLimits,
	Components: components,
	'The first hour': firstHour,
	'The project itself': project
};
