import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, inject, test } from 'vitest';

const { app } = inject('packed');

/** What an app writes that passes on what it may not have itself. */
const CODE = `
import type { ComponentProps } from 'svelte';
import type { Cookies } from '@sveltejs/kit';
import type { CreateSessionOptions, GuardianOptions, LegacyCookie, SignInOptions, SignOutOptions, SignUpOptions } from 'svelte-guardian';
import { SessionSync, SignOutButton, type ClientSignOutOptions } from 'svelte-guardian/client';

declare const cookies: Cookies;
declare const text: string | undefined;
declare const flag: boolean | undefined;
declare const seconds: number | undefined;

export const all = [
	{ cookies, email: '', password: '', redirect: flag, callbackUrl: text } satisfies SignInOptions,
	{ cookies, email: '', password: '', name: text } satisfies SignUpOptions,
	{ cookies, userId: 1, redirect: flag, method: undefined } satisfies CreateSessionOptions,
	{ cookies, redirect: flag, callbackUrl: text, scope: undefined, allSessions: flag } satisfies SignOutOptions,
	{ redirect: flag, callbackUrl: text, scope: undefined, allSessions: flag, sessionId: text, action: text, signal: undefined } satisfies ClientSignOutOptions,
	{ name: '', domain: text, path: text } satisfies LegacyCookie
];
type Options = Omit<GuardianOptions<object>, 'prisma'>;
export const options: Options = {
	session: { idle: seconds, absolute: seconds, renewAfter: seconds, deleteExpiredEvery: seconds },
	cookie: { name: text, domain: text, secure: flag, sameSite: undefined, legacy: undefined },
	pages: { signIn: text, signOut: text, afterSignIn: text, afterSignOut: text },
	user: undefined, fromLucia: undefined, signOutAction: undefined, clearSiteData: undefined,
	store: { timeout: seconds }, events: undefined, features: undefined, models: undefined
};
export const button: ComponentProps<typeof SignOutButton> = {
	scope: undefined, sessionId: text, callbackUrl: text, redirect: flag, action: text, formId: text,
	confirm: flag, confirmPage: text, confirmTitle: text, children: undefined, child: undefined,
	successText: undefined, errorText: undefined, onSignedOut: undefined, onError: undefined
};
export const sync: ComponentProps<typeof SessionSync> = { user: undefined, interval: seconds };
`;

test('FR20: public options take undefined under exactOptionalPropertyTypes', async () => {
	const file = join(app, 'strict-types.ts');
	await writeFile(file, CODE);
	const program = ts.createProgram([file], {
		module: ts.ModuleKind.NodeNext,
		moduleResolution: ts.ModuleResolutionKind.NodeNext,
		target: ts.ScriptTarget.ESNext,
		strict: true,
		exactOptionalPropertyTypes: true,
		noUncheckedIndexedAccess: true,
		skipLibCheck: true,
		noEmit: true,
		types: []
	});
	const mistakes = ts
		.getPreEmitDiagnostics(program)
		.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
	expect(mistakes).toEqual([]);
});
