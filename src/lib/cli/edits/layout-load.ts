import type { Edit } from './edit.js';

/** A root layout's own `load` may return anything in any way: its author is told what to add. */
export function editLayoutLoad(source: string): Edit {
	if (/\blocals\.user\b/.test(source) || source.includes('server/auth')) return null;
	return {
		advice: `Return the user along with what this load returns (SessionSync and the button read data.user):

	export const load = ({ locals }) => ({ /* yours, */ user: locals.user });`
	};
}
