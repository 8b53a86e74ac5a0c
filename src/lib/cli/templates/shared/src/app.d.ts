import type { GuardianLocals } from 'svelte-guardian';
import type { auth } from './lib/server/auth.js';

declare global {
	namespace App {
		interface Locals extends GuardianLocals<typeof auth> {}
	}
}

export {};
