import { expect, inject, test } from 'vitest';
import { bundle } from './bundle.js';

const { app } = inject('packed');

/** Evaluates a bundle, as a browser would. */
const evaluate = (code: string) =>
	import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);

test.each([
	"import { guardianAuth } from 'svelte-guardian'; export const auth = guardianAuth({});",
	"import { GuardianError } from 'svelte-guardian'; export const is = (e) => e instanceof GuardianError;",
	"export * from 'svelte-guardian';",
	"import 'svelte-guardian';"
])('%s can be built for the browser, where it says what to import instead', async (code) => {
	const { atOnce } = await bundle(app, code);
	await expect(evaluate(atOnce.join(''))).rejects.toThrow(
		'`svelte-guardian` is for the server and was imported by code that runs in the browser.'
	);
});
