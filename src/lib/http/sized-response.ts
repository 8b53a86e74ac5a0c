/**
 * A response with a `content-length`, as SvelteKit 2 gives it to what it answers itself.
 *
 * @example
 * ```ts
 * sizedResponse('Not here.', { status: 404, headers: { 'content-type': 'text/plain' } });
 * ```
 */
export function sizedResponse(
	text: string,
	{ status = 200, headers }: { status?: number; headers: Record<string, string> }
): Response {
	const body = new TextEncoder().encode(text);
	const length = { 'content-length': String(body.byteLength) };
	return new Response(body, { status, headers: { ...headers, ...length } });
}

/**
 * The same with JSON.
 *
 * @example
 * ```ts
 * sizedJson({ type: 'redirect', status: 303, location: '/' });
 * ```
 */
export const sizedJson = (data: unknown, status = 200): Response =>
	sizedResponse(JSON.stringify(data), { status, headers: { 'content-type': 'application/json' } });
