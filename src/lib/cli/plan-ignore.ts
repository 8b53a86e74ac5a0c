import { ask } from './commands.js';
import { editIgnore } from './edits/ignore.js';
import { isEnvTracked, usesSecret } from './plan-secret.js';
import type { Context, Plan } from './plan.js';

/** What else would keep .env out of a repository. */
const IGNORES_ENV = /^\s*(\/|\*\*\/)?\.env\*?\s*$/m;

/** Has git ignore what is generated, the database, and a .env that holds a secret. */
export function planIgnore(plan: Plan, context: Context): void {
	const { app, target } = context;
	const source = app.read('.gitignore') ?? '';
	const patterns = app.schema ? [] : ['/src/generated/prisma'];
	if (!app.schema && target.database === 'sqlite') patterns.push('/prisma/*.db', '/prisma/*.db-*');
	// A repository may say so further up.
	const isIgnored = () =>
		IGNORES_ENV.test(source) || ask(app.root, ['git', 'check-ignore', '.env']) !== null;
	if (usesSecret(context) && !isEnvTracked(app.root) && !isIgnored()) patterns.push('.env');
	const heading = app.schema ? 'Secrets' : 'Prisma';
	plan.add('.gitignore', app.read('.gitignore'), editIgnore(source, patterns, heading));
}
