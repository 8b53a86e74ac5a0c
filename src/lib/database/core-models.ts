import type { ModelDeclaration } from './declare-model.js';

/** The id of a user may be a number in an app's own model. */
const userId = { type: ['String', 'Int', 'BigInt'] } as const;

/**
 * The two models that the kit cannot do without. `prisma/guardian.prisma` ships them, with comments; a test holds both
 * together.
 */
export const coreModels = {
	user: {
		name: 'User',
		fields: {
			id: { ...userId, isId: true, default: 'cuid()' },
			email: { type: 'String', isUnique: true },
			name: { type: 'String', isNullable: true, isOmittable: true },
			passwordHash: { type: 'String', isNullable: true },
			disabledAt: { type: ['DateTime', 'Boolean'], isNullable: true, isOmittable: true },
			createdAt: { type: 'DateTime', default: 'now()', isShippedOnly: true },
			updatedAt: { type: 'DateTime', isUpdatedAt: true, isShippedOnly: true }
		}
	},
	session: {
		name: 'Session',
		fields: {
			id: { type: 'String', isId: true },
			publicId: { type: 'String' },
			userId: {
				...userId,
				references: { model: 'user', relation: 'user', inverse: 'sessions' }
			},
			expiresAt: { type: 'DateTime' },
			createdAt: { type: 'DateTime', default: 'now()' },
			lastUsedAt: { type: 'DateTime', default: 'now()' },
			userAgent: { type: 'String', isNullable: true },
			ipAddress: { type: 'String', isNullable: true }
		},
		indexes: [['userId'], ['expiresAt']]
	}
} as const satisfies Record<'user' | 'session', ModelDeclaration>;

type Fields<Key extends keyof typeof coreModels> = (typeof coreModels)[Key]['fields'];

/** What the kit reads and writes of a user. */
export type UserField = Exclude<keyof Fields<'user'>, 'createdAt' | 'updatedAt'>;

/** What the kit reads and writes of a session; `user` is the relation to its user. */
export type SessionField = keyof Fields<'session'> | 'user';
