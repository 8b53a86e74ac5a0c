/** What `@prisma/extension-read-replicas` adds to a client. */
interface WithReplicas {
	$primary?: () => object;
}

/**
 * The client whose reads are answered by the primary. With `@prisma/extension-read-replicas` a replica answers every read, and
 * one that is behind accepts a session that was revoked a moment ago and refuses one that was just made.
 *
 * What `$primary()` returns has the extensions that were applied before that one, and none that were applied after it.
 *
 * @example
 * ```ts
 * primaryOf(prisma.$extends(readReplicas({ replicas }))); // prisma
 * primaryOf(prisma); // prisma
 * ```
 */
export function primaryOf(client: object): object {
	const { $primary } = client as WithReplicas;
	return typeof $primary === 'function' ? $primary.call(client) : client;
}
