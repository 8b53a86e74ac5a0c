import { failures } from '../errors.js';
import { comesFromApp } from './comes-from-app.js';
import type { RouteHandler } from './handle.js';

/**
 * A route of a feature. A POST from another origin is refused before the handler runs, whatever its content type.
 * `from: 'anywhere'` leaves that to the handler, for a service that calls the app, or a route that changes nothing.
 */
export type Route = RouteHandler | { from: 'anywhere'; handler: RouteHandler };

/**
 * Creates the handler of a route, with the check of the origin (OWASP ASVS 5.0, 3.5.1).
 *
 * @param trusted other origins from which the app accepts requests
 *
 * @example
 * ```ts
 * routes.set('POST /_guardian/audit/clear', createRouteHandler('POST', clear, []));
 * ```
 */
export function createRouteHandler(
	method: string,
	route: Route,
	trusted: readonly string[]
): RouteHandler {
	if (typeof route === 'object') return route.handler;
	if (method === 'GET') return route;
	return (event) =>
		comesFromApp(event, trusted)
			? route(event)
			: new Response(failures.CROSS_SITE_REQUEST.message, {
					status: failures.CROSS_SITE_REQUEST.status
				});
}
