import { normalizedEmail, whyNoEmail } from '../../email-address.js';
import type { Database } from '../../database/database.js';
import type { PrismaModel } from '../../database/types.js';
import { isSameEmail } from '../../users/same-email.js';

type Models = (key: string) => PrismaModel;

/** What mails need to know of a user. */
export interface MailAccount {
	id: string;
	/** As it is stored. */
	email: string;
	disabled: boolean;
	/** Whether the owner has proven that the address is theirs. Without the column nobody has. */
	isVerified: boolean;
}

/**
 * Creates the access to the users, as far as mails need them. Each method throws `StoreError` when the database does not answer.
 *
 * @example
 * ```ts
 * const accounts = createMailAccounts(database);
 * const account = await accounts.byEmail('ann@example.com');
 * ```
 */
export function createMailAccounts({ model, query }: Database) {
	const columns = model('user').fields as Record<string, { typeName?: string } | undefined>;
	const select = {
		...{ id: true, email: true },
		...(columns.disabledAt && { disabledAt: true }),
		...(columns.emailVerifiedAt && { emailVerifiedAt: true })
	};

	function found(row: Record<string, unknown> | undefined | null): MailAccount | null {
		if (!row) return null;
		const { id, email, disabledAt, emailVerifiedAt } = row;
		return {
			...{ id: String(id), email: String(email) },
			...{ disabled: Boolean(disabledAt), isVerified: Boolean(emailVerifiedAt) }
		};
	}

	return {
		/** Whether users have the column of proven addresses. */
		canVerify: columns.emailVerifiedAt !== undefined,
		/** What to store where an address was proven just now. */
		get verified(): Record<string, unknown> {
			if (!columns.emailVerifiedAt) return {};
			const isBoolean = columns.emailVerifiedAt.typeName === 'Boolean';
			return { emailVerifiedAt: isBoolean ? true : new Date() };
		},
		/** @param models those of a transaction. Default: none */
		async byId(id: string, models: Models = model): Promise<MailAccount | null> {
			const rows: Record<string, unknown>[] = await query(() =>
				models('user').findMany({ where: { id }, select, take: 1 })
			);
			return found(rows[0]);
		},
		/** @param email in lower case */
		async byEmail(email: string): Promise<MailAccount | null> {
			const account = found(
				await query(() => model('user').findUnique({ where: { email }, select }))
			);
			// A collation may take `é` for `e`: that is somebody else.
			return account && isSameEmail(account.email, email) ? account : null;
		}
	};
}

/** See {@link createMailAccounts}. */
export type MailAccounts = ReturnType<typeof createMailAccounts>;

/**
 * Changes a user's row within a transaction, if it is still as expected.
 *
 * @param where the id, and what it has to be like
 * @returns whether it was
 *
 * @example
 * ```ts
 * await changeUser(model, { id, email: from }, { email: to });
 * ```
 */
export async function changeUser(
	model: Models,
	where: { id: string; email?: string },
	data: Record<string, unknown>
): Promise<boolean> {
	const { count } = (await model('user').updateMany({ where, data })) as { count: number };
	return count > 0;
}

/**
 * Where a mail to an account goes: to the address that is stored, never to one that was typed. One that no mail can be sent to as
 * it stands, such as one with upper-case letters in its domain, is normalized, which is the same mailbox.
 *
 * @example
 * ```ts
 * mailboxOf({ email: 'Ann@example.com' }); // 'Ann@example.com'
 * ```
 */
export const mailboxOf = ({ email }: Pick<MailAccount, 'email'>): string =>
	whyNoEmail(email) === null ? email : normalizedEmail(email);

/**
 * An address that an account had, as it is looked for and mailed: in lower case. One that differs from a normalized address by more
 * than the case of its letters may be another mailbox than that one, and stays as it is.
 *
 * @example
 * ```ts
 * formerMailbox('Ann@example.com'); // 'ann@example.com'
 * formerMailbox('\ufb01nn@example.com'); // as it is: the mailbox of 'finn@example.com' is somebody else's
 * ```
 */
export function formerMailbox(stored: string): string {
	const mailbox = mailboxOf({ email: stored });
	const lower = mailbox.toLowerCase();
	const isSame = mailbox.normalize('NFKC') === mailbox && normalizedEmail(mailbox) === lower;
	return isSame ? lower : mailbox;
}
