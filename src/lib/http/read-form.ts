import type { RequestEvent } from '@sveltejs/kit';
import { isFormContentType, isSameOrigin } from './request-origin.js';
import type { FailureCode } from '../errors.js';
import { receiveBody } from './body.js';
import { parseForm } from './parse-form.js';

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
export async function readForm(event: RequestEvent): Promise<PostedForm> {
	const { request, url } = event;
	const type = request.headers.get('content-type');
	if (!isFormContentType(type)) {
		return { ok: false, code: 'UNSUPPORTED_CONTENT_TYPE' };
	}
	const from = {
		origin: request.headers.get('origin'),
		secFetchSite: request.headers.get('sec-fetch-site')
	};
	if (!isSameOrigin(from, url.origin)) {
		return { ok: false, code: 'CROSS_SITE_REQUEST' };
	}
	const body = await receiveBody(event);
	if (!body.ok) return body;
	const form = await parseForm(body.bytes, type ?? '');
	return form.ok ? { ok: true, data: textOnly(form.data) } : form;
}

/**
 * The last value of each text field. Superforms would also take a whole object graph out of a field of its own
 * (`__superform_json`), and a cyclic one overflows the stack (as in CVE-2026-40074): no form of the kit needs that.
 */
function textOnly(posted: FormData): FormData {
	const last = new Map<string, string>();
	for (const [name, value] of posted) {
		if (typeof value === 'string' && name !== '__superform_json') last.set(name, value);
	}
	const text = new FormData();
	for (const [name, value] of last) text.append(name, value);
	return text;
}
