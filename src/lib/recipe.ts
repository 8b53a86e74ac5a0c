/** What `npx svelte-guardian add <name>` brings into an app. A feature has one in `recipe.ts`, beside its code. */
export interface Recipe {
	/** The word behind `add`. */
	name: string;
	/** What an app gets, in a few words for `--help`. */
	summary: string;
	/** The feature, for `guardianAuth({ features })`. Default: there is none. */
	feature?: {
		/** What its call needs; the first is the feature itself. */
		imports: [string, ...string[]];
		/** The public entry that they come from. */
		from: string;
		/** The call as it is written into auth, such as `email({ … })`. Its lines are indented by tabs, `My App` becomes the app's name. */
		call: string;
	};
	/** Models for the Prisma schema, as text. Default: none. */
	models?: string;
	/** Lines for models that are there, such as the other side of a relation, by the name of the model. Default: none. */
	fields?: Record<string, string[]>;
	/** Packages that the app has to depend on, with their ranges. Default: none. */
	dependencies?: Record<string, string>;
	/** Entries of .env.example. Default: none. */
	env?: EnvEntry[];
	/** The folder of src/lib/cli/templates with its pages, what is the same in all apps (`shared`) and code (`ts`). Default: none. */
	templates?: string;
	/**
	 * Routes of `init` whose files it replaces where they are all still as `init` wrote them, by their folders, each with what to do
	 * by hand otherwise. The files are in `replacing` of its templates. Default: none.
	 */
	replaces?: Record<string, string>;
	/** What git is to ignore, under a heading. Default: nothing. */
	ignores?: { heading: string; patterns: string[] };
	/** Whether it needs remote functions, which SvelteKit has behind a flag. Default: no. */
	usesRemoteFunctions?: boolean;
	/** What to do afterwards, one sentence each. Default: nothing. */
	next?: string[];
}

/** A variable of the environment. */
export interface EnvEntry {
	name: string;
	value: string;
	/** What it is, in one line. */
	comment: string;
}
