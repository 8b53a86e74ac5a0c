import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import usual from '../../vite.config.js';

const root = join(import.meta.dirname, '../..');

/** The rules that depend on the database, on MariaDB: `npm run test:mysql`. */
export default defineConfig({
	...(usual as ViteUserConfig),
	root,
	test: {
		...(usual as ViteUserConfig).test,
		globalSetup: 'e2e/mysql/setup.ts',
		// Schemas of other apps, which there are for the two engines of the demo only; and how many statements there are.
		testNamePattern:
			/^(?!.*(names of the app’s own|by its key|on PostgreSQL|omits it everywhere|statements are the same))/,
		include: [
			...['database/models', 'features/password/change-password', 'features/rate-limit/stores'],
			...['features/email/at-once', 'features/email/change-email', 'features/email/mail-queue'],
			...['features/email/password-reset', 'features/email/repeated-confirmation'],
			...[
				'features/email/required',
				'features/email/several-senders',
				'features/email/sign-up-mail'
			],
			...['features/email/takeover', 'features/email/verification'],
			...['sealing/kept-secret', 'sessions/delete-expired'],
			...['sessions/revoke', 'sessions/revoke-by-key', 'sessions/sessions', 'tests/ids'],
			...['tests/late-answers', 'tests/pending', 'tests/rate-limits'],
			...['tests/sign-in-races', 'tokens/tokens', 'users/unique-violation', 'users/users']
		].map((name) => `src/lib/${name}.test.ts`)
	}
});
