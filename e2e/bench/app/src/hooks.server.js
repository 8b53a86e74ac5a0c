/**
 * Whoever is measured says how a request finds out who it is: `locals.whoIsIt()` answers the email, or nothing.
 */
export { handle } from '$library';
