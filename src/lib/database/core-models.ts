import type { FieldDeclaration, ModelDeclaration } from './declare-model.js';

/** What the kit reads and writes of a user. */
export type UserField = 'id' | 'email' | 'passwordHash' | 'name' | 'disabledAt' | 'emailVerifiedAt';

/** What the kit reads and writes of a session; `user` is the relation to its user. */
export type SessionField =
	| 'id'
	| 'publicId'
	| 'userId'
	| 'user'
	| 'expiresAt'
	| 'createdAt'
	| 'lastUsedAt'
	| 'userAgent'
	| 'ipAddress';

/** The id of a user may be a number in an app's own model. */
const userId = { type: ['String', 'Int', 'BigInt'] } as const;

/**
 * The two models that the kit cannot do without. `prisma/guardian.prisma` ships these and {@link secretModel}, with
 * comments; a test holds both together.
 */
export const coreModels = {
	user: {
		name: 'User',
		fields: {
			id: { ...userId, isId: true, default: 'cuid()' },
			email: { type: 'String', isUnique: true },
			name: { type: 'String', isNullable: true, isOmittable: true },
			passwordHash: { type: 'String', isNullable: true },
			emailVerifiedAt: { type: ['DateTime', 'Boolean'], isNullable: true, isOmittable: true },
			disabledAt: { type: ['DateTime', 'Boolean'], isNullable: true, isOmittable: true },
			createdAt: { type: 'DateTime', default: 'now()', isShippedOnly: true },
			updatedAt: { type: 'DateTime', isUpdatedAt: true, isShippedOnly: true }
		} satisfies Record<UserField | 'createdAt' | 'updatedAt', FieldDeclaration>
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
		} satisfies Record<Exclude<SessionField, 'user'>, FieldDeclaration>,
		indexes: [['userId'], ['expiresAt']]
	}
} as const satisfies Record<'user' | 'session', ModelDeclaration>;

/** The model that the kit keeps its secret in, where the app passes none. */
export const secretModel = {
	guardianSecret: {
		name: 'GuardianSecret',
		fields: {
			id: { type: 'String', isId: true },
			value: { type: 'String' },
			createdAt: { type: 'DateTime', default: 'now()', isShippedOnly: true }
		}
	}
} as const satisfies Record<'guardianSecret', ModelDeclaration>;
