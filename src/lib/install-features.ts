import type { RequestEvent } from '@sveltejs/kit';
import type { AuthContext, Registry } from './context.js';
import { GuardianError, type CodeDeclaration } from './errors.js';
import type { Actions, FeatureParts } from './feature.js';
import type { Action, ActionNeeds } from './http/action.js';
import { createEverywhereAction } from './http/everywhere-action.js';
import { OWN_PATH } from './own-path.js';
import { COOKIE_CHECK, createCookieCheck } from './http/cookie-check.js';
import type { HandledAction, HandledRoute } from './http/handle.js';
import { createPageAction } from './http/page-action.js';
import { createRouteHandler } from './http/route.js';
import type { RequestAuth } from './http/request-auth.js';
import { prepareIdentity, type IdentityLimits } from './sessions/identify.js';

/** What a feature needs to have to be installed: the part of `Feature` that matters here. */
interface Installable<Context, Parts> {
	id: string;
	codes?: Record<string, CodeDeclaration>;
	setup(context: Context): Parts;
}

type FormAction = (event: RequestEvent) => Promise<unknown>;

/**
 * Creates the installation of features: it calls their `setup` and collects what they add.
 *
 * @example
 * ```ts
 * const installation = createInstallation(context, registry);
 * const { api } = installation.install(signOutFeature<User>(), context);
 * createHandle({ requests, ...installation });
 * ```
 */
export function createInstallation<User extends { id: string }>(
	context: AuthContext<User>,
	registry: Registry<User>
) {
	const { config, requests, httpStatusOf, limits } = context;
	const { trustedOrigins, paths } = config;
	const support = { requests, pages: paths.pages, trustedOrigins, httpStatusOf, limits };
	const hasSession = (state: RequestAuth<User>) => context.cookies.credentials(state).length > 0;
	const formActions: Record<string, FormAction> = {};
	const actions = new Map<string, HandledAction>();
	const addresses = new Map<string, HandledAction>();
	const routes = new Map<string, HandledRoute>([
		[
			`GET ${config.withBasePath(COOKIE_CHECK)}`,
			createCookieCheck({ ...config, requests, hasSession })
		]
	]);
	const closings: (() => void)[] = [];
	const requestSteps: ((event: RequestEvent) => Promise<IdentityLimits>)[] = [];

	function addAction(
		id: string,
		name: string,
		// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each has fields of its own
		action: Action<User, any, any, ActionNeeds>
	): void {
		if (Object.hasOwn(formActions, name)) {
			const detail = `features: \`${id}\` brings an action \`${name}\`, which another feature has.`;
			throw new GuardianError('CONFIG_INVALID', detail);
		}
		if (action.on === 'page') {
			formActions[name] = createPageAction(name, action, support);
			return;
		}
		const formAction = createEverywhereAction(name, action, support);
		formActions[name] = formAction;
		const { dataKey = name, needs, failurePage, answeredBy = 'handle' } = action;
		const isLazy = needs === 'anyone';
		const handled = { formAction, dataKey, isLazy, ...(failurePage && { failurePage }) };
		addresses.set(config.withBasePath(`${OWN_PATH}/${id}/${name}`), handled);
		if (answeredBy === 'handle') actions.set(name, handled);
	}

	return {
		/** @throws {GuardianError} `CONFIG_INVALID` for an action that exists already */
		install<Context, Parts extends FeatureParts<object, Actions, User>>(
			feature: Installable<Context, Parts>,
			featureContext: Context
		): Parts {
			for (const [code, declared] of Object.entries(feature.codes ?? {})) {
				registry.codes.set(code, declared);
			}
			const parts = feature.setup(featureContext);
			for (const [name, action] of Object.entries(parts.actions ?? {})) {
				addAction(feature.id, name, action);
			}
			for (const [address, route] of Object.entries(parts.routes ?? {})) {
				const [method = '', path] = address.split(' ');
				const url = config.withBasePath(`${OWN_PATH}/${feature.id}${path}`);
				const answer = createRouteHandler(method, route, trustedOrigins);
				routes.set(`${method} ${url}`, { answer });
			}
			if (parts.hooks) context.hooks.add(parts.hooks);
			if (parts.admit) registry.admitSteps.push(parts.admit);
			if (parts.signUp) registry.signUpSteps.push(parts.signUp);
			if (parts.newPassword) registry.newPasswordSteps.push(parts.newPassword);
			if (parts.signedOut) registry.signOutSteps.push(parts.signedOut);
			if (parts.beforeIdentify) requestSteps.push(parts.beforeIdentify);
			if (parts.limiter) limits.limiter = parts.limiter;
			if (parts.deleteExpired) registry.deletions.push(parts.deleteExpired);
			if (parts.close) closings.push(parts.close);
			return parts;
		},
		formActions,
		actions,
		addresses,
		routes,
		/** Ends what features run in the background. */
		close: () => closings.forEach((close) => close()),
		async prepareIdentity(state: RequestAuth<User>): Promise<(() => Promise<void>) | null> {
			const limits: IdentityLimits[] = [];
			for (const step of requestSteps) limits.push(await step(state.event));
			return prepareIdentity(context, state, limits);
		}
	};
}
