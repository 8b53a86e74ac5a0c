import type { PrismaModel } from '../database/types.js';

/**
 * What a feature does when a user gets a new password, in the transaction that stores it: both count or neither.
 *
 * @param model the models of the transaction, by their keys
 */
export type NewPasswordStep = (
	userId: string,
	model: (key: string) => PrismaModel
) => Promise<void>;
