/** @type {import('./$types.js').LayoutServerLoad} */
export const load = ({ locals }) => ({ user: locals.user });
