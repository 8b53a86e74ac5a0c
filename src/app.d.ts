import type { GuardianLocals } from 'svelte-guardian';
import type { auth } from './auth.server.js';

declare global {
	namespace App {
		// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an interface is what SvelteKit merges with
		interface Locals extends GuardianLocals<typeof auth> {}
	}
}

export {};
