import type { ModelDeclarations } from '../database/declare-model.js';

/**
 * Where one-time tokens are stored. A feature that uses `context.tokens` lists this among its `models`; several can.
 *
 * @example
 * ```ts
 * import { defineFeature, tokenModels } from 'svelte-guardian';
 *
 * export const invitations = () =>
 * 	defineFeature({
 * 		id: 'invitations',
 * 		models: tokenModels,
 * 		setup: ({ tokens }) => ({
 * 			api: { invite: (email: string) => tokens.issue({ purpose: 'invitation', email, lifetime: 3600 }) }
 * 		})
 * 	});
 * ```
 */
export const tokenModels = {
	oneTimeToken: {
		name: 'OneTimeToken',
		fields: {
			id: { type: 'String', isId: true },
			purpose: { type: 'String' },
			// No relation, so that an app adds nothing to its users: a token without its user opens nothing, and expires.
			userId: { type: 'String', isNullable: true },
			email: { type: 'String', isNullable: true },
			data: { type: 'String' },
			attempts: { type: 'Int', default: '0', isShippedOnly: true },
			createdAt: { type: 'DateTime', default: 'now()' },
			expiresAt: { type: 'DateTime' }
		},
		indexes: [['userId'], ['email'], ['expiresAt']]
	}
} as const satisfies ModelDeclarations;
