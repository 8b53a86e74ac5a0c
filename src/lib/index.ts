export { GuardianError, type FailureCode, type GuardianCode } from './errors.js';
export type { ClearSiteDataDirective, GuardianOptions, LegacyCookie } from './options.js';
export type { FormFailure } from './server/form-action.js';
export { guardianAuth, type Guardian, type GuardianLocals } from './server/guardian.js';
export type {
	Cookies,
	Failure,
	FieldNames,
	FormMessage,
	KitName,
	ModelName,
	ModelRow,
	PrismaLike,
	PrismaModel,
	SelectedUser,
	Session,
	SessionField,
	SessionsApi,
	SignInOptions,
	SignInResult,
	SignOutActionData,
	SignOutEvent,
	SignOutFailure,
	SignOutOptions,
	SignOutReason,
	SignOutRefusal,
	SignOutRequest,
	SignOutResult,
	SignOutScope,
	SignUpOptions,
	UserField,
	UserRow,
	UserSelection
} from './types.js';
