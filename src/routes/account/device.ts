import { BROWSER_MAP, OS_MAP, parse } from 'bowser';

/** What a browser says it runs on. */
export interface Device {
	/** For people: "Chrome on Linux". */
	label: string;
	kind: 'desktop' | 'phone' | 'tablet' | 'unknown';
}

const KINDS: Partial<Record<string, Device['kind']>> = {
	desktop: 'desktop',
	mobile: 'phone',
	tablet: 'tablet'
};

/**
 * A user agent in words. It is a claim that anybody can make, so it is good for recognising one's own devices and for
 * nothing else.
 */
export function deviceOf(userAgent: string | null): Device {
	// Bowser throws when there is nothing to parse.
	if (!userAgent) return { label: 'Unknown device', kind: 'unknown' };

	const { browser, os, platform } = parse(userAgent);
	const system = platform.model && platform.vendor === 'Apple' ? platform.model : known(OS_MAP, os);
	const name = known(BROWSER_MAP, browser)?.replace(` for ${system}`, '');
	return { label: label(name, system), kind: KINDS[platform.type ?? ''] ?? 'unknown' };
}

function label(browser: string | undefined, system: string | undefined): string {
	if (!browser && !system) return 'Unknown device';
	if (!system || browser === system) return browser!;
	return `${browser ?? 'Unknown browser'} on ${system}`;
}

/** Bowser takes any word before a slash for the name of a browser; only the names it lists are shown. */
function known(names: Record<string, string>, { name }: { name?: string }): string | undefined {
	return Object.values(names).find((value) => value === name);
}
