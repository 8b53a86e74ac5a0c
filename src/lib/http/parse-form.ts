/**
 * The most fields that a form may have, files included. A sign-up form has four, and may get a few dozen from the app.
 */
export const MOST_FIELDS = 64;

/** The largest headers that one part of a multipart form may have, in bytes: a name, a file's name, a type. */
const PART_HEADERS = 4096;

/** The fields of a form, or why they are not read. */
export type ParsedForm =
	| { ok: true; data: FormData | URLSearchParams }
	| { ok: false; code: 'TOO_MANY_FIELDS' | 'UNREADABLE_BODY' };

/**
 * Parses the body of a form. Its fields are counted in the raw bytes first: parsing 40,000 of them would block every other
 * request of the process.
 *
 * @param contentType the type as the request gives it
 *
 * @example
 * ```ts
 * const bytes = new TextEncoder().encode('email=ann%40example.com');
 * const form = await parseForm(bytes, 'application/x-www-form-urlencoded');
 * if (form.ok) form.data.get('email'); // 'ann@example.com'
 * ```
 */
export async function parseForm(
	bytes: Uint8Array<ArrayBuffer>,
	contentType: string
): Promise<ParsedForm> {
	const kind = contentType.split(';', 1)[0]?.trim().toLowerCase();
	const boundary = kind === 'multipart/form-data' ? boundaryOf(contentType) : null;
	if (boundary === null && kind !== URLENCODED) return { ok: false, code: 'UNREADABLE_BODY' };

	// A multipart form has one separator more than fields, an urlencoded one has one less.
	const separator = boundary === null ? '&' : `--${boundary}`;
	const most = boundary === null ? MOST_FIELDS - 1 : MOST_FIELDS + 1;
	const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let count = 0;
	for (let at = body.indexOf(separator); at !== -1; at = body.indexOf(separator, at)) {
		count += 1;
		if (count > most) return { ok: false, code: 'TOO_MANY_FIELDS' };
		at += separator.length;
		if (boundary !== null && hasLongHeaders(body, at))
			return { ok: false, code: 'UNREADABLE_BODY' };
	}

	if (boundary === null)
		return { ok: true, data: new URLSearchParams(new TextDecoder().decode(body)) };
	// The type is written anew: a header may name several, and what is parsed has to be what was counted.
	const type = `multipart/form-data; boundary="${boundary}"`;
	try {
		const response = new Response(body, { headers: { 'content-type': type } });
		return { ok: true, data: await response.formData() };
	} catch {
		return { ok: false, code: 'UNREADABLE_BODY' };
	}
}

const URLENCODED = 'application/x-www-form-urlencoded';

/** The first `boundary` of a content type, made of the characters that RFC 2046, 5.1.1 allows. */
function boundaryOf(contentType: string): string | null {
	const found = /;\s*boundary=(?:"([^"]*)"|([^;\s"]*))/i.exec(contentType);
	const boundary = found?.[1] ?? found?.[2] ?? '';
	return /^[\w'()+,\-./:=? ]{1,70}$/.test(boundary) ? boundary : null;
}

/** Whether the headers of the part that begins at `start` go on for too long. */
function hasLongHeaders(body: Buffer, start: number): boolean {
	const within = body.subarray(start, start + PART_HEADERS);
	return within.length === PART_HEADERS && !within.includes('\r\n\r\n');
}
