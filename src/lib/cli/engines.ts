/** What decides whether the packages of an app can be installed. */
export interface Engines {
	/** The version of Node, such as `20.20.1`. */
	node: string;
	/** The major version of SvelteKit. */
	kit: 2 | 3;
	/** The text of .npmrc; `null` when there is none. */
	npmrc: string | null;
	/** The variable `npm_config_engine_strict`, which wins over .npmrc. */
	variable?: string | undefined;
}

/** The lowest version of Node for each: `[major, minor]`. */
const LOWEST = {
	2: { name: 'Prisma', version: [20, 19] },
	3: { name: 'SvelteKit 3', version: [22, 17] },
	// Part of the `prisma` command: npm installs it, and the app does not use it.
	streams: {
		name: '@prisma/streams-local, a part of Prisma that your app does not use,',
		version: [22, 0]
	}
} as const;

/**
 * Says which package asks for a newer Node than this one. `isRefused`: the package manager would refuse to install it, as
 * `sv create` sets `engine-strict=true`.
 *
 * @returns `null` when everything can be installed
 *
 * @example
 * ```ts
 * engineProblem({ node: '20.20.1', kit: 2, npmrc: 'engine-strict=true' }); // { text: '@prisma/streams-local …', isRefused: true }
 * ```
 */
export function engineProblem({
	node,
	kit,
	npmrc,
	variable
}: Engines): { text: string; isRefused: boolean } | null {
	const isRefused =
		variable !== undefined
			? variable === 'true'
			: /^[ \t]*engine-strict[ \t]*=[ \t]*"?true"?[ \t\r]*$/m.test(npmrc ?? '');
	const [major = 0, minor = 0] = node.split('.').map(Number);
	const tooOld = [LOWEST[kit], ...(isRefused ? [LOWEST.streams] : [])].find(
		({ version }) => major < version[0] || (major === version[0] && minor < version[1])
	);
	if (!tooOld) return null;
	const needed = tooOld.version[1] ? tooOld.version.join('.') : tooOld.version[0];
	const cure = `Use Node ${needed} or newer`;
	const text = `${tooOld.name} needs Node ${needed} or newer; this is ${node}.`;
	if (!isRefused) return { text, isRefused };
	const orElse =
		tooOld === LOWEST.streams
			? `, or let the package manager install it all the same:\n\n  npm config set engine-strict=false --location=project\n\nThen run init again.`
			: '. Then run init again.';
	return {
		text: `${text} With engine-strict=true nothing would be installed (EBADENGINE).\n${cure}${orElse}`,
		isRefused
	};
}
