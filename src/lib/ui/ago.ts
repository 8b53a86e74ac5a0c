const UNITS = [
	['year', 365 * 24 * 60 * 60],
	['month', 30 * 24 * 60 * 60],
	['day', 24 * 60 * 60],
	['hour', 60 * 60],
	['minute', 60]
] as const;

/**
 * How long ago, in words.
 *
 * @param locale the language of the words; `now` is a word of the caller's
 *
 * @example
 * ```ts
 * ago(new Date('2026-11-22T09:00:00Z'), new Date('2026-11-22T10:00:00Z'), 'en', 'just now'); // '1 hour ago'
 * ```
 */
export function ago(date: Date, now: Date, locale: string, justNow: string): string {
	// "1 day ago", never "yesterday": that depends on where the reader is.
	const words = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
	const seconds = (now.getTime() - date.getTime()) / 1000;
	const unit = UNITS.find(([, length]) => seconds >= length);
	return unit ? words.format(-Math.floor(seconds / unit[1]), unit[0]) : justNow;
}
