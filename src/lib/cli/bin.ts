#!/usr/bin/env node
// `npx svelte-guardian init` and `add`. The add-on of the Svelte CLI (sv.ts) makes the same plan and leaves carrying it out to sv,
// which shows no differences and makes no dry run. sv's own helpers (@sveltejs/sv-utils) print a file anew from its syntax tree,
// with other line ends: here Svelte's parser says where to write, and the rest of a file stays as it is.
import { main } from './main.js';

const { stdin, stdout } = process;
// What runs gets the signal too, and ends; then the command says what is done and what is left.
process.on('SIGINT', () => {});
process.exitCode = await main(process.argv.slice(2), process.cwd(), {
	input: stdin,
	output: stdout,
	isInteractive: Boolean(stdin.isTTY && stdout.isTTY),
	isColoured: stdout.isTTY && stdout.hasColors() && !process.env.NO_COLOR
});
