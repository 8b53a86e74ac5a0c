const UNITS = [
	['year', 365 * 24 * 60 * 60],
	['month', 30 * 24 * 60 * 60],
	['day', 24 * 60 * 60],
	['hour', 60 * 60],
	['minute', 60]
] as const;

// "1 day ago", never "yesterday": that depends on where the reader is.
const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** How long ago, in words. For the server: the browser would come to other words a moment later. */
export function ago(date: Date, now: Date): string {
	const seconds = (now.getTime() - date.getTime()) / 1000;
	const unit = UNITS.find(([, length]) => seconds >= length);
	return unit ? words.format(-Math.floor(seconds / unit[1]), unit[0]) : 'just now';
}
