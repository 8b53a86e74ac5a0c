import { BROWSER_MAP, OS_MAP, parse } from 'bowser';
import type { Device } from '../../session.js';

const KINDS: Partial<Record<string, Device['kind']>> = {
	desktop: 'desktop',
	mobile: 'phone',
	tablet: 'tablet'
};

/**
 * A user agent in words. It is a claim that anybody can make, so it is good for recognising one's own devices and for
 * nothing else.
 *
 * @example
 * ```ts
 * deviceOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0').name; // 'Firefox on Linux'
 * ```
 */
export function deviceOf(userAgent: string | null): Device {
	// Bowser throws when there is nothing to parse.
	if (!userAgent) return { name: 'Unknown device', kind: 'unknown' };

	const { browser, os, platform } = parse(userAgent);
	const system = platform.model && platform.vendor === 'Apple' ? platform.model : known(OS_MAP, os);
	const name = known(BROWSER_MAP, browser)?.replace(` for ${system}`, '');
	return { name: nameOf(name, system), kind: KINDS[platform.type ?? ''] ?? 'unknown' };
}

function nameOf(browser: string | undefined, system: string | undefined): string {
	if (!browser && !system) return 'Unknown device';
	if (!system || browser === system) return browser!;
	return `${browser ?? 'Unknown browser'} on ${system}`;
}

/** Bowser takes any word before a slash for the name of a browser; only the names it lists are shown. */
function known(names: Record<string, string>, { name }: { name?: string }): string | undefined {
	return Object.values(names).find((value) => value === name);
}
