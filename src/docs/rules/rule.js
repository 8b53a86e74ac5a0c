/**
 * A rule that the project holds itself to. Its id begins the titles of its tests.
 *
 * @typedef {object} Rule
 * @property {string} id
 * @property {string} text
 * @property {string} source where it comes from: a standard, an advisory, or a failure that was found
 */

/** @param {string} source @returns {(id: string, text: string) => Rule} */
export const from = (source) => (id, text) => ({ id, text, source });

export const asvs = from('OWASP ASVS 5.0');
export const peers = from('test suites of other frameworks');
export const found = from('found by trying');
