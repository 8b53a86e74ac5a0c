export type { Database } from './database/database.js';
export type {
	ColumnType,
	FieldDeclaration,
	ModelDeclaration,
	ModelDeclarations
} from './database/declare-model.js';
export { prismaSchema } from './database/prisma-schema.js';
export type { Query, QueryOptions } from './database/query.js';
export { StoreError } from './database/query.js';
export type {
	FieldNames,
	KitModels,
	KitName,
	ModelName,
	ModelRow,
	NewRow,
	NotFilled,
	OwnColumns,
	PrismaLike,
	PrismaModel,
	SelectedColumns,
	SelectedUser,
	SessionField,
	SessionSelection,
	UserField,
	UserRow,
	UserSelection
} from './database/types.js';
export {
	GuardianError,
	type CodeDeclaration,
	type FailureCode,
	type GuardianCode
} from './errors.js';
export type {
	AfterEvent,
	AfterSignInEvent,
	AfterSignUpEvent,
	AuthEvent,
	BeforeEvent,
	BeforeSignInEvent,
	BeforeSignUpEvent,
	CredentialsChangedEvent,
	EmailFailedEvent,
	HookAnswer,
	Hooks,
	SignInFailedEvent,
	SignInMethod,
	AfterSignOutEvent,
	SignOutReason,
	BeforeSignOutEvent,
	SignOutScope
} from './events.js';
export type { DeliverEventsApi, DeliverOptions } from './delivery-types.js';
export type { DeliveryResult } from './outbox/outbox.js';
export type { SealedData } from './sealing/sealing.js';
export type { AppPage, AppPages, PageName, PageOption } from './http/app-paths.js';
export type { AnyAction, FeatureContext, FoundUser, RequestUser } from './feature-context.js';
export {
	defineFeature,
	type Actions,
	type ActionsOf,
	type Feature,
	type FeatureActions,
	type FeatureApis,
	type FeatureCodes,
	type FeatureParts,
	type Features,
	type FormActionOf,
	type Merged
} from './feature.js';
export {
	hashPassword,
	verifyPassword,
	type PasswordWorkOptions
} from './features/password/hash-password.js';
export { guardianAuth } from './guardian.js';
export type { Guardian, GuardianCore, GuardianLocals } from './guardian-types.js';
export {
	defineAction,
	type Action,
	type ActionFailed,
	type ActionLimit,
	type ActionNeeds,
	type ActionRequest,
	type ActionResult,
	type ActionSuccess,
	type Quota
} from './http/action.js';
export type { ActionLimiter, LimitDecision } from './http/action-limiter.js';
export type { FeatureCookie } from './http/feature-cookie.js';
export type { ServerFunctionOptions } from './http/server-function.js';
export type { LegacyCookie } from './http/cookie-profile.js';
export type { GuardianHandle, ResolveOptions, RouteHandler } from './http/handle.js';
export type { Route } from './http/route.js';
export type { FormFailure, FormSuccess, PageAction } from './http/page-action.js';
export type { SignInRequired } from './http/sign-in-required.js';
export type {
	ClearSiteDataDirective,
	GuardianOptions,
	LimitsOptions,
	PasswordOptions
} from './options.js';
export type { Admission, AdmitAttempt, AdmitDecision, AdmitStep } from './sessions/admit.js';
export type { IdentityLimits } from './sessions/identify.js';
export type {
	ChangePasswordOptions,
	ChangePasswordResult,
	PasswordRefusal,
	PasswordServices,
	PasswordsApi,
	SetPasswordResult
} from './password-types.js';
export { tokenModels } from './tokens/token-model.js';
export type {
	NewToken,
	TokenContent,
	Tokens,
	TransactionModels,
	UseOptions,
	VoidOptions
} from './tokens/tokens.js';
export type { NewPasswordStep } from './users/new-password-step.js';
export type { CreatedUser, SignUpStep, TakenEmail } from './users/sign-up-step.js';
export type {
	DataOfFields,
	DataOption,
	NameOption,
	SignUpForm,
	SignUpFormFields,
	SignUpOptions,
	WithOptionalName,
	WithoutName
} from './sign-up-types.js';
export { SESSIONS_KEY } from './sessions-key.js';
export type { ListedSession, SessionsApi } from './sessions-types.js';
export type { Device, DeviceSession, Session } from './session.js';
export type {
	Cookies,
	CreateSessionOptions,
	DisableUserApi,
	Failure,
	FormMessage,
	LimitOptions,
	LimitResult,
	SignInOptions,
	SignInResult,
	SignOutActionData,
	SignOutFailure,
	SignOutOptions,
	SignOutRefusal,
	SignOutResult
} from './types.js';
export type { SignOutStep } from './http/sign-out-step.js';
