import type { RequestEvent } from '@sveltejs/kit';
import { isFormContentType, isSameOrigin } from '../core/request-origin.js';
import type { FailureCode } from '../errors.js';

/** A form as it was posted, or why it is refused. */
export type PostedForm = { ok: true; data: FormData } | { ok: false; code: FailureCode };

/**
 * Reads the form of an action. SvelteKit's own origin check is off in development, can be configured away, and does not
 * see a POST that `handle` answers; so it is made again here, before the body is read.
 *
 * @example
 * ```ts
 * const form = await readForm(event);
 * if (form.ok) form.data.get('email');
 * ```
 */
export async function readForm({ request, url }: RequestEvent): Promise<PostedForm> {
	if (!isFormContentType(request.headers.get('content-type'))) {
		return { ok: false, code: 'UNSUPPORTED_CONTENT_TYPE' };
	}
	const from = {
		origin: request.headers.get('origin'),
		secFetchSite: request.headers.get('sec-fetch-site')
	};
	if (!isSameOrigin(from, url.origin)) {
		return { ok: false, code: 'CROSS_SITE_REQUEST' };
	}
	try {
		return { ok: true, data: textOnly(await request.formData()) };
	} catch (error) {
		return { ok: false, code: isTooLarge(error) ? 'BODY_TOO_LARGE' : 'UNREADABLE_BODY' };
	}
}

/**
 * The last value of each text field. Superforms would also take a whole object graph out of a field of its own
 * (`__superform_json`), and a cyclic one overflows the stack (as in CVE-2026-40074): no form of the kit needs that.
 */
function textOnly(posted: FormData): FormData {
	const text = new FormData();
	for (const [name, value] of posted) {
		if (typeof value === 'string' && name !== '__superform_json') text.set(name, value);
	}
	return text;
}

/** Adapters refuse a body beyond their limit with an error that carries 413. */
const isTooLarge = (error: unknown) =>
	typeof error === 'object' && error !== null && 'status' in error && error.status === 413;
