import { MigrationError } from './errors.js';

/** What Node says when nobody answers at the address. */
const UNREACHABLE =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOENT|EACCES)$/;

/**
 * What went wrong, in the words of Prisma's drivers; also of an error that {@link explain} has put into a sentence.
 *
 * @param {unknown} error
 * @returns {string | undefined} `undefined` for what the driver does not know
 */
export function kindOf(error) {
	const { cause } = /** @type {{ cause?: { kind?: unknown } }} */ (error ?? {});
	if (error instanceof MigrationError) return kindOf(cause);
	return typeof cause?.kind === 'string' ? cause.kind : undefined;
}

/**
 * Says in one sentence what a person can do about a server or a database that cannot be used.
 *
 * @param {string} name of the database
 * @param {unknown} error
 * @returns {unknown} a {@link MigrationError} with the error as its cause, or the error itself when nobody at the terminal
 * could mend it
 *
 * @example
 * throw explain('PostgreSQL database app on db.example:5432', error);
 */
export function explain(name, error) {
	if (error instanceof MigrationError) return error;
	const sentence = sentenceFor(error);
	return sentence ? new MigrationError(`${name} ${sentence}`, { cause: error }) : error;
}

/** @param {unknown} error */
function sentenceFor(error) {
	const { message = '', code } = /** @type {{ message?: string, code?: unknown }} */ (error ?? {});
	const { originalCode, originalMessage } =
		/** @type {{ cause?: { originalCode?: string, originalMessage?: string } }} */ (error ?? {})
			.cause ?? {};
	switch (kindOf(error)) {
		case 'DatabaseNotReachable':
		case 'ConnectionClosed':
		case 'SocketTimeout':
			return UNREACHED;
		case 'AuthenticationFailed':
		case 'DatabaseAccessDenied':
			return REFUSED;
		case 'DatabaseDoesNotExist':
			return 'does not exist.';
		case 'TlsConnectionError':
			return `cannot be reached over TLS (${message}): mend the certificate, or choose another sslmode in DATABASE_URL.`;
		case 'TooManyConnections':
			return 'has no connection left: end other clients, or raise max_connections of the server.';
	}
	// The driver's own checks before it asks the server, and its own bounds, come without a kind.
	if (UNREACHABLE.test(String(code))) return UNREACHED;
	if (/^SASL|password must be/.test(message)) return REFUSED;
	if (/timeout|terminated unexpectedly/i.test(message) && !originalCode) return UNREACHED;
	// Insufficient privilege.
	if (originalCode === '42501') {
		return `does not allow this user to migrate it (${originalMessage}): grant it, or let the owner of the database deploy.`;
	}
	// Starting up, shutting down.
	if (/^57P0\d$/.test(originalCode ?? '')) return UNREACHED;
	return undefined;
}

const UNREACHED = 'cannot be reached: start the server, or mend the host and port in DATABASE_URL.';
const REFUSED =
	'refuses this user: mend the user and password in DATABASE_URL, or allow the user on the server.';
