export { GuardianError, type FailureCode, type GuardianCode } from './errors.js';
export type { ClearSiteDataDirective, GuardianOptions, LegacyCookie } from './options.js';
export type { FormFailure } from './server/form-action.js';
export { guardianAuth, type Guardian, type GuardianLocals } from './server/guardian.js';
export type {
	Cookies,
	Failure,
	FormMessage,
	PrismaLike,
	PrismaModel,
	SelectedUser,
	Session,
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
	UserRow,
	UserSelection
} from './types.js';
