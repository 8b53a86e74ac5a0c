import type { RequestEvent } from '@sveltejs/kit';
import { DEV } from 'esm-env';
import { report } from '../report.js';
import {
	appOrigin,
	isFormContentType,
	isSameOrigin,
	type RequestOrigin
} from './request-origin.js';
import type { FailureCode } from '../errors.js';
import { receiveBody } from './body.js';
import { MOST_FIELDS, parseForm } from './parse-form.js';

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
	const { request, url } = event;
	const type = request.headers.get('content-type');
	if (!isFormContentType(type)) {
		return { ok: false, code: 'UNSUPPORTED_CONTENT_TYPE' };
	}
	const from = {
		origin: request.headers.get('origin'),
		secFetchSite: request.headers.get('sec-fetch-site')
	};
	const origin = appOrigin(url);
	if (!isSameOrigin(from, origin, trusted)) {
		if (DEV) report(whatDiffers(from, origin));
		return { ok: false, code: 'CROSS_SITE_REQUEST' };
	}
	const body = await receiveBody(event);
	if (!body.ok) return body;
	const form = await parseForm(body.bytes, type ?? '');
	return form.ok ? { ok: true, data: textOnly(form.data) } : form;
}

/**
 * What to tell a developer about a form that was refused.
 *
 * @example
 * ```ts
 * whatDiffers({ origin: 'https://a.ngrok.app', secFetchSite: null }, 'http://a.ngrok.app');
 * ```
 */
export function whatDiffers({ origin, secFetchSite }: RequestOrigin, own: string): string {
	return (
		`A form was refused: the app is at ${own}, and the form came from \`Origin: ${origin ?? '(none)'}\` with ` +
		`\`Sec-Fetch-Site: ${secFetchSite ?? '(none)'}\`. A browser sends \`Sec-Fetch-Site: same-origin\` with a form of the ` +
		'app itself, to https and localhost. Open the app at such an address, or see CROSS_SITE_REQUEST in the documentation.'
	);
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
