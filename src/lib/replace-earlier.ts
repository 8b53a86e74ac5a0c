import { report } from './report.js';
import { runsInDevelopment } from './runs-in-development.js';

/** What a copy of the app's auth module holds on to. */
export interface Held {
	/** The app's client, with its connections. */
	prisma: object;
	/** Ends what runs in the background. */
	stop(): void;
}

/** How long requests of the old copy may still need its connections, in milliseconds. */
const GRACE_MS = 5_000;

/** One for all copies of this module: a saved file is evaluated anew, and its imports may be as well. */
const KEY = Symbol.for('svelte-guardian.held-in-development');

/**
 * Ends what an earlier copy of the app's auth module holds on to, in development: each time that `auth.ts` is saved, Vite makes
 * a new copy, and the timers and connections of the old one would stay until the server ends. A client that the app keeps for
 * all copies stays connected; one that was disconnected connects by itself when it is used again.
 *
 * @param app what tells this `guardianAuth()` from others of the process
 * @param isDevelopment default: what the build and `NODE_ENV` say
 *
 * @example
 * ```ts
 * replaceEarlier(config.cookie.name, { prisma: options.prisma, stop });
 * ```
 */
export function replaceEarlier(app: string, held: Held, isDevelopment = runsInDevelopment()): void {
	if (!isDevelopment) return;
	const shared = globalThis as { [KEY]?: Map<string, Held> };
	const all = (shared[KEY] ??= new Map());
	const earlier = all.get(app);
	all.set(app, held);
	earlier?.stop();
	if (!earlier || earlier.prisma === held.prisma) return;
	const { $disconnect } = earlier.prisma as { $disconnect?: () => Promise<unknown> };
	const disconnect = () => {
		// A later copy may have it again.
		if (all.get(app)?.prisma === earlier.prisma) return;
		$disconnect
			?.call(earlier.prisma)
			.catch((error) => report('The connections of an earlier copy could not be closed.', error));
	};
	setTimeout(disconnect, GRACE_MS).unref();
}
