/** The fixture as an app on SvelteKit 3, as `e2e/consumers/kit-3.test.ts` has built it. */
export interface Kit3Build {
	/** The folder of the build. */
	build: string;
	/** A Node that is new enough for SvelteKit 3. */
	node: string;
	/** The port in its `paths.origin`. */
	port: number;
}

const VARIABLE = 'GUARDIAN_KIT_3';

/** For the environment of a run of the tests on it. */
export const kit3Variable = (build: Kit3Build): Record<string, string> => ({
	[VARIABLE]: JSON.stringify(build)
});

/** The build to run the tests on; `null` where they run on the version of SvelteKit that is installed here. */
export const kit3Build = (): Kit3Build | null => JSON.parse(process.env[VARIABLE] ?? 'null');
