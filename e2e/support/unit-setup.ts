import type { TestProject } from 'vitest/node';
import { provideFile } from './database.js';
import { hasPostgres, providePostgres } from './postgres.js';

/** What the title says of a test, or of what surrounds it, that needs a PostgreSQL. */
const NEEDS_POSTGRES = String.raw`\bon [Pp]ostgre(?:sql|SQL)\b`;

/** One migrated SQLite file and one PostgreSQL for all unit tests of a run. Where there is none to be had, the tests on it are reported as skipped. */
export default async function setup({ vitest }: TestProject): Promise<() => Promise<void>> {
	const removeFile = await provideFile();
	const removePostgres = await providePostgres();
	if (!hasPostgres()) {
		vitest.setGlobalTestNamePattern(withoutPostgres(vitest.getGlobalTestNamePattern()));
	}
	return async () => {
		await removeFile();
		await removePostgres();
	};
}

/** The tests to run where there is no PostgreSQL: all the others of those that are wanted. */
export function withoutPostgres(wanted: RegExp | undefined): RegExp {
	return new RegExp(`^(?![^]*${NEEDS_POSTGRES})(?=[^]*?(?:${wanted?.source ?? ''}))`);
}
