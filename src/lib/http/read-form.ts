import type { RequestEvent } from '@sveltejs/kit';
import type { FailureCode } from '../errors.js';
import { receiveBody } from './body.js';
import { comesFromApp } from './comes-from-app.js';
import { MOST_FIELDS, parseForm } from './parse-form.js';
import { isFormContentType } from './request-origin.js';

/** A form as it was posted, or why it is refused. */
export type PostedForm = { ok: true; data: FormData } | { ok: false; code: FailureCode };

/**
 * Reads the form of an action. SvelteKit's own origin check is off in development, can be configured away, and does not
 * see a POST that `handle` answers; so it is made again here, before the body is read.
 *
 * @param trusted other origins whose forms the app accepts. Default: none
 *
 * @example
 * ```ts
 * const form = await readForm(event);
 * if (form.ok) form.data.get('email');
 * ```
 */
export async function readForm(
	event: RequestEvent,
	trusted: readonly string[] = []
): Promise<PostedForm> {
	const type = event.request.headers.get('content-type');
	if (!isFormContentType(type)) {
		return { ok: false, code: 'UNSUPPORTED_CONTENT_TYPE' };
	}
	if (!comesFromApp(event, trusted)) return { ok: false, code: 'CROSS_SITE_REQUEST' };
	const body = await receiveBody(event);
	if (!body.ok) return body;
	const form = await parseForm(body.bytes, type ?? '');
	return form.ok ? { ok: true, data: textOnly(form.data) } : form;
}

/** In which field superforms posts a form with `dataType: 'json'`, in one piece or several. */
const JSON_FIELD = '__superform_json';

/** The last value of each text field. */
function textOnly(posted: FormData | URLSearchParams): FormData {
	const last = new Map<string, string>();
	for (const [name, value] of posted) {
		if (typeof value === 'string' && name !== JSON_FIELD) last.set(name, value);
	}
	const pieces = [...posted.getAll(JSON_FIELD)].filter((piece) => typeof piece === 'string');
	for (const [name, value] of flatValues(pieces.join(''))) last.set(name, value);
	const text = new FormData();
	for (const [name, value] of last) text.append(name, value);
	return text;
}

/**
 * The fields that superforms has written as JSON, by devalue: a list whose first entry is the object, with the places of
 * its values. Only what a text field could hold is read, and no graph is followed: a cyclic one overflows the stack (as in
 * CVE-2026-40074), and no form of the kit needs that.
 */
function flatValues(text: string): [string, string][] {
	if (text === '') return [];
	try {
		const values: unknown = JSON.parse(text);
		if (!Array.isArray(values)) return [];
		const root: unknown = values[0];
		if (typeof root !== 'object' || root === null || Array.isArray(root)) return [];
		return Object.entries(root)
			.slice(0, MOST_FIELDS)
			.flatMap(([name, place]) => {
				const value: unknown = values[place as number];
				return ['string', 'number', 'boolean'].includes(typeof value)
					? [[name, String(value)]]
					: [];
			});
	} catch {
		return [];
	}
}
