import { asvs, found, from, peers } from './rule.js';

/** What a request from another site, or with unusual parts, may do. */
export const requests = [
	from('CVE-2023-29003')(
		'CR1',
		'Only a form from the app’s own origin is accepted, whatever its content type.'
	),
	from('CVE-2023-29008')(
		'CR2',
		'The full origin is compared, and `Sec-Fetch-Site` where it is sent.'
	),
	found(
		'SE49',
		'A POST to a route of a feature comes from the app’s own origin, unless the route says otherwise.'
	),
	peers('CR4', 'Sign-in is checked for its origin, too.'),
	from('CVE-2025-53535')('CR5', 'No `callbackUrl` leads out of the app.'),
	from('CVE-2026-40074')('CR6', 'Repeated, nested and malformed fields never cause a 500.'),
	asvs('CR7', 'No `Host` header changes where a redirect leads.'),
	found('FR14', '`Sec-Fetch-Site: same-origin` is enough where the app does not know its address.'),
	found(
		'SE21',
		'Origins that SvelteKit trusts are trusted where the option names them, and no others.'
	),
	from('better-auth issue 3154')(
		'HU2',
		'A trusted origin with a wildcard is refused, since it would match nothing.'
	),
	from('better-auth issue 7149')(
		'HU3',
		'The origin of an app in a web view, such as `capacitor://localhost`, can be trusted.'
	),
	found('FR37', 'The origin is SvelteKit’s own; a form says so when SvelteKit refuses it.'),
	found(
		'SE30',
		'A `callbackUrl` that cannot be opened, or is the sign-out page, leads to the default.'
	),
	found('SE48', 'No answer of svelte-guardian leads to an address of more than 2,048 characters.')
];
