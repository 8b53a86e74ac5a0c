export { GuardianError, type FailureCode, type GuardianCode } from './errors.js';
export type { ClearSiteDataDirective, GuardianOptions, LegacyCookie } from './options.js';
export { guardianAuth, type Guardian, type GuardianLocals } from './server/guardian.js';
export type {
	Failure,
	FormMessage,
	PrismaLike,
	PrismaModel,
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
	SignUpOptions
} from './types.js';
