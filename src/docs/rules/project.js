import { found } from './rule.js';

/** What the repository and the package hold themselves to. */
export const project = [
	found('SE0', 'The tests run in any folder, for any user, without set-up.'),
	found(
		'SE45',
		'The package names the licences of all that is bundled; tests leave no users behind and print no password or hash.'
	),
	found('SE46', 'No page logs an error or a warning in the browser, hydration included.')
];
