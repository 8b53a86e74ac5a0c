import type { ModelDeclarations } from '../../database/declare-model.js';

/**
 * Where the counts are stored. An app that has not added the model yet counts in memory, with a warning, so that an upgrade
 * breaks nothing.
 */
export const rateLimitModels = {
	rateLimit: {
		name: 'RateLimit',
		isOptional: true,
		fields: {
			id: { type: 'String', isId: true },
			points: { type: 'Int' },
			expiresAt: { type: 'BigInt' }
		},
		indexes: [['expiresAt']]
	}
} as const satisfies ModelDeclarations;
