import { providers, type Provider } from './database.js';
import { isGate } from './is-gate.js';

// What a unit test leaves to the gate, it leaves out by this module: `npm run test:unit:gate` runs every file that imports it.
export { isGate };

/**
 * How often something is repeated: in `npm test`, in the gate, or as often as `GUARDIAN_RUNS` says.
 *
 * @example
 * ```ts
 * const HISTORIES = runs(15, 100);
 * ```
 */
export const runs = (usual: number, inGate: number): number =>
	Number(process.env.GUARDIAN_RUNS ?? (isGate ? inGate : usual));

/**
 * The engines for rules that no engine has a part in: SQLite, or MariaDB in its own run. The gate tries these rules on every
 * engine.
 */
export const anyProvider: readonly Provider[] = providers.filter(
	(provider) => isGate || provider !== 'postgresql'
);

/**
 * Whether such a rule is tried on this engine, among rules that depend on it.
 *
 * @example
 * ```ts
 * describe.each(providers)('on %s', (provider) => {
 * 	test.runIf(isAny(provider))('a short one is refused', () => {});
 * });
 * ```
 */
export const isAny = (provider: Provider): boolean => anyProvider.includes(provider);
