import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from './commands.js';
import { editEnv } from './edits/env.js';
import type { Context, Plan } from './plan.js';

const NAME = 'GUARDIAN_SECRET';
/** Twice what is asked for at least. */
const BYTES = 64;

const EXAMPLE = {
	name: NAME,
	value: '',
	comment: `Seals cookies: openssl rand -base64 32`
};

const IN_GIT = {
	path: '.env',
	text:
		`It is in git, so no secret was written to it. Set ${NAME} where the app runs (openssl rand -base64 32), or take ` +
		'.env out of git (git rm --cached .env) and run this again.'
};

/** Whether the app's auth reads the secret, as a new one does. One that does without keeps working as it does. */
export function usesSecret({ app }: Context): boolean {
	const path = app.find('src/lib/server/auth.ts', 'src/lib/server/auth.js');
	return !path || app.read(path)!.includes(`process.env.${NAME}`);
}

/** Whether git has the `.env`, so that the next commit would publish what is in it, ignored or not. */
export const isEnvTracked = (root: string): boolean =>
	existsSync(join(root, '.env')) &&
	ask(root, ['git', 'ls-files', '--error-unmatch', '.env']) !== null;

/** Makes the secret, where none is set. */
export function planSecret(plan: Plan, context: Context): void {
	if (!usesSecret(context)) return;
	const { app } = context;
	// Several apps of a repository may share theirs.
	if (lstatSync(join(app.root, '.env'), { throwIfNoEntry: false })?.isSymbolicLink()) {
		plan.advice.push({ path: '.env', text: `Add to it what seals cookies: ${NAME}=` });
		return;
	}
	const secret = {
		...EXAMPLE,
		value: randomBytes(BYTES).toString('base64url'),
		comment: 'Seals cookies.'
	};
	for (const [path, entry] of [
		['.env', secret],
		['.env.example', EXAMPLE]
	] as const) {
		const source = app.read(path);
		const edit = editEnv(source ?? '', [entry]);
		if (edit && path === '.env' && isEnvTracked(app.root)) plan.advice.push(IN_GIT);
		else plan.add(path, source, edit);
	}
}
