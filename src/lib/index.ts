export { GuardianError, type FailureCode, type GuardianCode } from './errors.js';
export type { ClearSiteDataDirective, GuardianOptions } from './options.js';
export type { LegacyCookie } from './http/cookie-profile.js';
export type { FormFailure } from './http/form-action.js';
export { guardianAuth, type Guardian, type GuardianLocals } from './guardian.js';
export type {
	FieldNames,
	KitName,
	ModelName,
	ModelRow,
	PrismaLike,
	PrismaModel,
	SelectedUser,
	SessionField,
	UserField,
	UserRow,
	UserSelection
} from './database/types.js';
export type { SignOutEvent, SignOutReason, SignOutRequest, SignOutScope } from './events.js';
export type {
	Cookies,
	Failure,
	FormMessage,
	Session,
	SessionsApi,
	SignInOptions,
	SignInResult,
	SignOutActionData,
	SignOutFailure,
	SignOutOptions,
	SignOutRefusal,
	SignOutResult,
	SignUpOptions
} from './types.js';
