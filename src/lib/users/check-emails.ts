import type { Query } from '../database/query.js';
import { rawModelsOf } from '../database/raw-models.js';
import type { PrismaLike } from '../database/types.js';
import { report } from '../report.js';
import { runsInDevelopment } from '../runs-in-development.js';

/**
 * Checks in development whether emails with upper-case letters are stored: nobody can sign in with one, because what a person
 * enters is lower-cased, and somebody else could sign up with the same address in lower case. The log says what to do. Nothing
 * waits for it. An extended client, or another driver than the kit's, is not checked.
 *
 * @param isDevelopment default: what the build and `NODE_ENV` say
 *
 * @example
 * ```ts
 * void checkStoredEmails({ prisma: models, query });
 * ```
 */
export async function checkStoredEmails(
	{ prisma, query }: { prisma: PrismaLike; query: Query },
	isDevelopment = runsInDevelopment()
): Promise<void> {
	if (!isDevelopment) return;
	const database = rawModelsOf(prisma);
	const table = database?.table('user');
	const email = table?.column('email');
	if (!database || !table || !email) return;
	const text = `SELECT 1 AS found FROM ${table.sql} WHERE ${email.sql} <> lower(${email.sql}) LIMIT 1`;
	try {
		const rows = await query(() => database.query(text));
		if (rows.length === 0) return;
		report(
			'Users are stored with upper-case letters in their email. They cannot sign in, and others could sign up with the same ' +
				'address. Lower-case all of them: see "Emails with upper-case letters" in Troubleshooting.'
		);
	} catch (error) {
		report('It could not be checked how emails are stored. The next start tries again.', error);
	}
}
